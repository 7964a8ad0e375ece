package dev.faroe.recovery;

import java.util.function.Function;

import dev.faroe.Arguments;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.event.RecoveryCodeRegeneratedEvent;
import dev.faroe.event.RecoveryCodeUsedEvent;
import dev.faroe.event.RecoveryCodeVerificationFailedEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.ratelimit.Attempt;
import dev.faroe.ratelimit.AttemptLimiter;
import dev.faroe.ratelimit.Limits;
import dev.faroe.secondfactor.SecondFactors;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.Secret;
import dev.faroe.security.StoredCodes;
import dev.faroe.security.TokenGenerator;
import reactor.core.publisher.Mono;

import org.springframework.transaction.reactive.TransactionalOperator;

/**
 * Verifies and renews the recovery codes of users, and removes second factors. A code is
 * accepted once: the step that accepts it replaces it. Failures are signalled as
 * {@link FaroeException}, except for a stored code that cannot be decrypted: that is a
 * {@link dev.faroe.security.DecryptionException}.
 */
public class RecoveryCodeService {

	private final RecoveryCodeRepository recoveryCodes;

	private final SecondFactors factors;

	private final StoredCodes codes;

	private final TokenGenerator tokens;

	private final Limits limits;

	private final TransactionalOperator transaction;

	private final FaroeEvents events;

	RecoveryCodeService(RecoveryCodeRepository recoveryCodes, SecondFactors factors, EncryptionAtRest encryption,
			TokenGenerator tokens, Limits limits, TransactionalOperator transaction, FaroeEvents events) {
		this.recoveryCodes = recoveryCodes;
		this.factors = factors;
		this.codes = StoredCodes.ofRecovery(encryption);
		this.tokens = tokens;
		this.limits = limits;
		this.transaction = transaction;
		this.events = FaroeEvents.guarded(events);
	}

	/**
	 * Verify a user's recovery code, and replace it.
	 * @param userId the user's id
	 * @param code the code
	 * @return the new code, or an error signal with {@link FaroeError#NOT_FOUND},
	 * {@link FaroeError#INCORRECT_CODE} or {@link FaroeError#TOO_MANY_REQUESTS}
	 */
	public Mono<String> verify(String userId, String code) {
		return find(userId).doOnNext((credential) -> Arguments.requireCode(code))
			.flatMap((credential) -> limited(userId, (attempt) -> replace(attempt, credential, code)));
	}

	/**
	 * Verify a user's recovery code, replace it and delete the user's second factors, all
	 * or nothing.
	 * @param userId the user's id
	 * @param code the code
	 * @return the new code, or an error signal with {@link FaroeError#NOT_FOUND},
	 * {@link FaroeError#INCORRECT_CODE} or {@link FaroeError#TOO_MANY_REQUESTS}
	 */
	public Mono<String> resetSecondFactors(String userId, String code) {
		return find(userId).doOnNext((credential) -> Arguments.requireCode(code))
			.flatMap((credential) -> limited(userId,
					(attempt) -> replace(attempt, credential, code).delayUntil((newCode) -> deleteSecondFactors(userId))
						.as(this.transaction::transactional)));
	}

	/**
	 * Replace a user's recovery code.
	 * @param userId the user's id
	 * @return the new code, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<String> regenerate(String userId) {
		return Mono.defer(() -> {
			String newCode = this.tokens.code();
			return Arguments.id(userId)
				.flatMap((id) -> this.recoveryCodes.renew(id, stored(id, newCode)))
				.filter((rows) -> rows > 0)
				.switchIfEmpty(notFound())
				.then(this.events.publishAfterCommit((time) -> new RecoveryCodeRegeneratedEvent(userId, time)))
				.thenReturn(newCode);
		});
	}

	/**
	 * Delete a user's second factors, of whatever kind.
	 * @param userId the user's id
	 * @return a completion signal, also if there were none, or an error signal with
	 * {@link FaroeError#NOT_FOUND} if there is no such user
	 */
	public Mono<Void> deleteSecondFactors(String userId) {
		return this.factors.removeAll(userId);
	}

	private Mono<String> limited(String userId, Function<Attempt, Mono<String>> attempt) {
		return AttemptLimiter.countingConsecutiveFailures()
			.limit(this.limits.recoveryCode(), userId)
			.attempt(attempt)
			.doOnError(RecoveryCodeService::isIncorrectCode,
					(ex) -> this.events.publishNow((time) -> new RecoveryCodeVerificationFailedEvent(userId, time)));
	}

	private Mono<String> replace(Attempt attempt, RecoveryCredential credential, String code) {
		return Mono.defer(() -> {
			if (!isRight(attempt, credential, code)) {
				return incorrectCode();
			}
			String newCode = this.tokens.code();
			// A legitimate user can lose one race, with the encryption of the code.
			return store(credential, stored(credential.id(), newCode))
				.switchIfEmpty(Mono.defer(() -> this.recoveryCodes.findByUserId(credential.id())
					.filter((current) -> isRight(attempt, current, code))
					.flatMap((current) -> store(current, stored(credential.id(), newCode)))))
				.switchIfEmpty(Mono.defer(() -> {
					attempt.fail();
					return incorrectCode();
				}))
				.then(this.events.publishAfterCommit((time) -> new RecoveryCodeUsedEvent(credential.id(), time)))
				.thenReturn(newCode);
		});
	}

	/**
	 * Emits nothing when something else is stored by now.
	 */
	private Mono<Integer> store(RecoveryCredential credential, String replacement) {
		return this.recoveryCodes.replace(credential.id(), credential.recoveryCode(), replacement)
			.filter((rows) -> rows > 0);
	}

	private boolean isRight(Attempt attempt, RecoveryCredential credential, String code) {
		return attempt.matches(this.codes.decrypt(credential.recoveryCode(), credential.id()).value(), code);
	}

	private String stored(String userId, String code) {
		return this.codes.encrypt(Secret.of(code), userId);
	}

	private Mono<RecoveryCredential> find(String userId) {
		return Arguments.id(userId).flatMap(this.recoveryCodes::findByUserId).switchIfEmpty(notFound());
	}

	private static boolean isIncorrectCode(Throwable ex) {
		return ex instanceof FaroeException faroe && faroe.error() == FaroeError.INCORRECT_CODE;
	}

	private static <T> Mono<T> notFound() {
		return Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND));
	}

	private static <T> Mono<T> incorrectCode() {
		return Mono.error(() -> new FaroeException(FaroeError.INCORRECT_CODE));
	}

}
