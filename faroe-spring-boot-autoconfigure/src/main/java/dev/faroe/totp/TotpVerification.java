package dev.faroe.totp;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.event.SecondFactorVerificationFailedEvent;
import dev.faroe.event.SecondFactorVerifiedEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.ratelimit.Attempt;
import dev.faroe.ratelimit.AttemptLimiter;
import dev.faroe.ratelimit.Limit;
import dev.faroe.secondfactor.ConsecutiveFailures;
import dev.faroe.security.DecryptionException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

/**
 * Verifies codes, and uses them up. A code counts as wrong when it is the code of none of
 * the credentials that could be read, and when it was used before.
 */
final class TotpVerification {

	private static final Log logger = LogFactory.getLog(TotpVerification.class);

	private final TotpCredentialRepository credentials;

	private final StoredKeys keys;

	private final TotpCodes codes;

	private final Clock clock;

	private final Limit limit;

	private final ConsecutiveFailures failures;

	private final boolean allowCodeReuse;

	private final FaroeEvents events;

	TotpVerification(TotpCredentialRepository credentials, StoredKeys keys, TotpCodes codes, Clock clock, Limit limit,
			ConsecutiveFailures failures, boolean allowCodeReuse, FaroeEvents events) {
		this.credentials = credentials;
		this.keys = keys;
		this.codes = codes;
		this.clock = clock;
		this.limit = limit;
		this.failures = failures;
		this.allowCodeReuse = allowCodeReuse;
		this.events = events;
	}

	Mono<Void> verify(StoredTotpCredential stored, String code) {
		return limited(stored.userId(),
				(attempt) -> Mono.defer(() -> accept(attempt, stored, this.keys.decrypt(stored), code)));
	}

	Mono<Void> verifyAny(String userId, String code) {
		return limited(userId,
				(attempt) -> this.credentials.findByUserId(userId)
					.collectList()
					.flatMapIterable(this::decrypt)
					.concatMap((readable) -> accept(attempt, readable.stored(), readable.key(), code), 1)
					.next());
	}

	/**
	 * All are decrypted before one is compared: a failure then says nothing about the
	 * code.
	 */
	private List<Readable> decrypt(List<StoredTotpCredential> all) {
		List<Readable> readable = new ArrayList<>(all.size());
		DecryptionException failure = null;
		for (StoredTotpCredential stored : all) {
			try {
				readable.add(new Readable(stored, this.keys.decrypt(stored)));
			}
			catch (DecryptionException ex) {
				failure = ex;
			}
		}
		if (failure != null) {
			if (readable.isEmpty()) {
				throw failure;
			}
			logger.error("A TOTP credential is left out. " + failure.getMessage());
		}
		return readable;
	}

	private Mono<Void> limited(String userId, Function<Attempt, Mono<TotpCredential>> acceptance) {
		return AttemptLimiter.countingConsecutiveFailures()
			.limit(this.limit, userId)
			.count(this.failures.of(userId))
			.attempt((attempt) -> acceptance.apply(attempt).switchIfEmpty(reject(attempt, userId)))
			.flatMap((credential) -> this.events.publishAfterCommit(
					(time) -> new SecondFactorVerifiedEvent(userId, TotpFactor.TYPE, credential.id(), time)));
	}

	private <T> Mono<T> reject(Attempt attempt, String userId) {
		return Mono.defer(() -> {
			attempt.fail();
			this.events.publishNow((time) -> new SecondFactorVerificationFailedEvent(userId, TotpFactor.TYPE, time));
			return Mono.error(new FaroeException(FaroeError.INCORRECT_CODE));
		});
	}

	/**
	 * Emits nothing when the code is wrong or was used before.
	 */
	private Mono<TotpCredential> accept(Attempt attempt, StoredTotpCredential stored, TotpKey key, String code) {
		return Mono.defer(() -> {
			OptionalLong step = this.codes.find(key, code, this.clock.instant());
			return attempt.judge(step::isPresent)
					? use(stored, step.getAsLong()).delayUntil((used) -> upgrade(stored, key)) : Mono.empty();
		});
	}

	private Mono<TotpCredential> use(StoredTotpCredential stored, long step) {
		if (this.allowCodeReuse) {
			return this.credentials.mayUse(stored.userId())
				.filter(Boolean::booleanValue)
				.map((allowed) -> stored.credential());
		}
		return this.credentials.use(stored.id(), step).filter((rows) -> rows > 0).map((rows) -> stored.credential());
	}

	/**
	 * Encrypts a key that is stored plain, or under a key that is not the first any more,
	 * and adds a fingerprint that is missing. The code is right, whatever becomes of it.
	 */
	private Mono<Integer> upgrade(StoredTotpCredential stored, TotpKey key) {
		Mono<Integer> encryption = this.keys.isCurrent(stored) ? Mono.empty() : this.credentials.replaceKey(stored.id(),
				stored.totpKey(), this.keys.encrypt(stored.credential(), key));
		Mono<Integer> fingerprint = (stored.keyFingerprint() != null) ? Mono.empty()
				: this.credentials.setFingerprint(stored.id(), stored.userId(), key.fingerprint(stored.userId()));
		return encryption.then(fingerprint).onErrorResume((ex) -> {
			logger.debug("The upgrade of a TOTP credential is left to the next code: " + ex.getClass().getName());
			return Mono.empty();
		});
	}

	private record Readable(StoredTotpCredential stored, TotpKey key) {
	}

}
