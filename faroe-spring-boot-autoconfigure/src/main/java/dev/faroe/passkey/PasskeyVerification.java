package dev.faroe.passkey;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.event.PasskeyCopySuspectedEvent;
import dev.faroe.event.SecondFactorVerificationFailedEvent;
import dev.faroe.event.SecondFactorVerifiedEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.passkey.Challenges.Ceremony;
import dev.faroe.security.Secret;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Verifies what authenticators answer: reads it, uses its challenge up, and only then
 * looks whether it is right.
 */
final class PasskeyVerification {

	private final PasskeyRepository passkeys;

	private final UserHandles handles;

	private final Challenges challenges;

	private final Ceremonies ceremonies;

	private final CeremonyThreads threads;

	private final Clock clock;

	private final FaroeEvents events;

	PasskeyVerification(PasskeyRepository passkeys, UserHandles handles, Challenges challenges, Ceremonies ceremonies,
			CeremonyThreads threads, Clock clock, FaroeEvents events) {
		this.passkeys = passkeys;
		this.handles = handles;
		this.challenges = challenges;
		this.ceremonies = ceremonies;
		this.threads = threads;
		this.clock = clock;
		this.events = events;
	}

	Mono<NewCredential> register(String userId, String answer) {
		return this.threads.run(() -> this.ceremonies.readRegistration(answer))
			.flatMap((registration) -> this.challenges.consume(Ceremony.REGISTRATION, registration.challenge())
				.filter((challenge) -> userId.equals(challenge.userId()))
				.switchIfEmpty(failure(FaroeError.INVALID_REQUEST))
				.flatMap((challenge) -> this.threads
					.runRegistration(() -> this.ceremonies.verify(registration, challenge))));
	}

	/**
	 * Authenticate a user, or with {@code null} anybody.
	 */
	Mono<PasskeyAuthentication> authenticate(@Nullable String userId, String answer) {
		return read(answer).flatMap((assertion) -> authenticate(Ceremony.AUTHENTICATION, userId, assertion));
	}

	/**
	 * Authenticate anybody in the browser that the challenge was made for.
	 */
	Mono<PasskeyAuthentication> authenticateIn(Secret browser, String answer) {
		return read(answer).filter((assertion) -> BoundChallenge.isFor(browser, assertion.challenge()))
			.switchIfEmpty(failure(FaroeError.INVALID_REQUEST))
			.flatMap((assertion) -> authenticate(Ceremony.LOG_IN, null, assertion));
	}

	private Mono<Assertion> read(String answer) {
		return this.threads.run(() -> this.ceremonies.readAssertion(answer));
	}

	private Mono<PasskeyAuthentication> authenticate(Ceremony ceremony, @Nullable String userId, Assertion assertion) {
		return this.challenges.consume(ceremony, assertion.challenge())
			.flatMap((challenge) -> this.passkeys.findByCredentialId(assertion.credentialId())
				.filter((passkey) -> userId == null || userId.equals(passkey.userId()))
				.switchIfEmpty(failure(FaroeError.INCORRECT_CODE))
				.flatMap((passkey) -> authenticate(assertion, passkey, challenge)));
	}

	private Mono<PasskeyAuthentication> authenticate(Assertion assertion, StoredPasskey passkey,
			StoredChallenge challenge) {
		return isOfTheUser(assertion, passkey, challenge).filter(Boolean::booleanValue)
			.switchIfEmpty(failure(FaroeError.INCORRECT_CODE))
			.flatMap((right) -> this.threads.run(() -> {
				this.ceremonies.verify(assertion, passkey, challenge);
				return assertion;
			}))
			.flatMap((verified) -> use(verified, passkey))
			.doOnError(FaroeException.class, (ex) -> {
				if (ex.error() == FaroeError.INCORRECT_CODE) {
					this.events.publishNow((time) -> new SecondFactorVerificationFailedEvent(passkey.userId(),
							PasskeyFactor.TYPE, time));
				}
			});
	}

	/**
	 * Whoever is known already need not be named by the authenticator; anybody else must
	 * be (WebAuthn Level 3, 7.2, step 6).
	 */
	private Mono<Boolean> isOfTheUser(Assertion assertion, StoredPasskey passkey, StoredChallenge challenge) {
		byte[] handle = assertion.userHandle();
		if (challenge.userId() != null && !challenge.userId().equals(passkey.userId())) {
			return Mono.just(false);
		}
		return (handle != null) ? this.handles.isOf(passkey.userId(), handle) : Mono.just(challenge.userId() != null);
	}

	private Mono<PasskeyAuthentication> use(Assertion assertion, StoredPasskey passkey) {
		return Mono.defer(() -> {
			Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
			return this.passkeys
				.use(passkey.id(), assertion.signCount(), assertion.backedUp(), assertion.userVerified(), now)
				.filter((rows) -> rows > 0)
				.switchIfEmpty(Mono.defer(() -> refuse(assertion, passkey)))
				.then(Mono.defer(() -> this.passkeys.findById(passkey.id())))
				.switchIfEmpty(failure(FaroeError.INCORRECT_CODE))
				.delayUntil((used) -> this.events
					.publishAfterCommit((time) -> new SecondFactorVerifiedEvent(passkey.userId(), PasskeyFactor.TYPE,
							passkey.id(), time)))
				.map((used) -> new PasskeyAuthentication(used.passkey(), assertion.userVerified()));
		});
	}

	/**
	 * The counter of a passkey goes on with every use, wherever it has one: it can only
	 * have gone back in a copy. A passkey can also have been deleted meanwhile.
	 */
	private Mono<Integer> refuse(Assertion assertion, StoredPasskey passkey) {
		return this.passkeys.hasCounted(passkey.id(), assertion.signCount()).doOnNext((counted) -> {
			if (counted) {
				this.events.publishNow((time) -> new PasskeyCopySuspectedEvent(passkey.userId(), passkey.id(), time));
			}
		}).then(failure(FaroeError.INCORRECT_CODE));
	}

	private static <T> Mono<T> failure(FaroeError error) {
		return Mono.error(() -> new FaroeException(error));
	}

}
