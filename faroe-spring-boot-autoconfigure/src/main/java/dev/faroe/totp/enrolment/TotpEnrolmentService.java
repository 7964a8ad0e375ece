package dev.faroe.totp.enrolment;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.faroe.Arguments;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.Account;
import dev.faroe.account.Accounts;
import dev.faroe.ratelimit.AttemptLimiter;
import dev.faroe.ratelimit.Limit;
import dev.faroe.security.DecryptionException;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.TokenGenerator;
import dev.faroe.totp.TotpCredential;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpRegistry;
import reactor.core.publisher.Mono;

import org.springframework.transaction.reactive.TransactionalOperator;

/**
 * Enrols the authenticators of users: makes a key, keeps it until a code shows that an
 * authenticator has it, and registers it as a TOTP credential then. A user has one
 * pending enrolment at most, which a change of the password or of the email address ends.
 * Failures are signalled as {@link FaroeException}, except for a stored key that cannot
 * be decrypted: that is a {@link DecryptionException}.
 */
public class TotpEnrolmentService {

	/** How long an enrolment is pending. */
	public static final Duration LIFETIME = Duration.ofMinutes(10);

	private final TotpEnrolmentRepository enrolments;

	private final TotpRegistry registry;

	private final Accounts accounts;

	private final EncryptionAtRest encryption;

	private final TokenGenerator tokens;

	private final Clock clock;

	private final Limit limit;

	private final TransactionalOperator transaction;

	private final String issuer;

	TotpEnrolmentService(TotpEnrolmentRepository enrolments, TotpRegistry registry, Accounts accounts,
			EncryptionAtRest encryption, TokenGenerator tokens, Clock clock, Limit limit,
			TransactionalOperator transaction, String issuer) {
		this.enrolments = enrolments;
		this.registry = registry;
		this.accounts = accounts;
		this.encryption = encryption;
		this.tokens = tokens;
		this.clock = clock;
		this.limit = limit;
		this.transaction = transaction;
		this.issuer = issuer;
	}

	/**
	 * Begin an enrolment with a new key, in the place of the one that is pending.
	 * @param userId the user's id
	 * @return the enrolment, or an error signal with {@link FaroeError#NOT_FOUND} if
	 * there is no such user
	 */
	public Mono<TotpEnrolment> begin(String userId) {
		return this.accounts.lock(userId)
			.flatMap((account) -> replace(account, new TotpKey(this.tokens.key(TotpKey.LENGTH))))
			.as(this.transaction::transactional);
	}

	private Mono<TotpEnrolment> replace(Account account, TotpKey key) {
		Instant now = now();
		TotpEnrolment enrolment = new TotpEnrolment(account.id(), account.email(), this.issuer, key,
				now.plus(LIFETIME));
		return this.enrolments.deleteByUserId(account.id())
			.then(Mono.defer(() -> this.enrolments.insert(account.id(), now, enrolment.expiresAt(),
					this.encryption.encrypt(key.bytes(), owner(account.id())))))
			.thenReturn(enrolment);
	}

	/**
	 * Find the pending enrolment of a user, to show its key again.
	 * @param userId the user's id
	 * @return the enrolment, or an error signal with {@link FaroeError#NOT_FOUND} if
	 * there is no such user, or none is pending
	 */
	public Mono<TotpEnrolment> get(String userId) {
		return find(userId).switchIfEmpty(error(FaroeError.NOT_FOUND))
			.map((stored) -> new TotpEnrolment(stored.userId(), stored.email(), this.issuer, decrypt(stored),
					stored.expiresAt()));
	}

	/**
	 * Register the key of the pending enrolment as a TOTP credential, beside those that
	 * the user has. The code can be used once more, to verify. Of simultaneous calls, one
	 * succeeds. After a wrong code, the enrolment is still pending.
	 * @param userId the user's id
	 * @param code a current code of the key
	 * @return the credential, or an error signal with {@link FaroeError#NOT_FOUND} if
	 * there is no such user, {@link FaroeError#NOT_ALLOWED} if no enrolment is pending,
	 * or if the user has the greatest number of credentials,
	 * {@link FaroeError#INVALID_DATA} without a code, {@link FaroeError#INCORRECT_CODE},
	 * or {@link FaroeError#TOO_MANY_REQUESTS} after as many wrong codes of the user in a
	 * row as {@code faroe.rate-limit.totp} allows
	 */
	public Mono<TotpCredential> complete(String userId, String code) {
		return find(userId)
			.switchIfEmpty(Mono.defer(() -> this.accounts.require(userId)).then(error(FaroeError.NOT_ALLOWED)))
			.flatMap((stored) -> {
				Arguments.requireCode(code);
				TotpKey key = decrypt(stored);
				return AttemptLimiter.countingConsecutiveFailures()
					.limit(this.limit, stored.userId())
					.attempt((attempt) -> this.registry.register(attempt, stored.userId(), key, code, consume(stored)));
			});
	}

	private Mono<Void> consume(StoredTotpEnrolment stored) {
		return Mono.defer(() -> this.enrolments.consume(stored.userId(), stored.totpKey(), now()))
			.filter((rows) -> rows > 0)
			.switchIfEmpty(error(FaroeError.NOT_ALLOWED))
			.then();
	}

	/**
	 * End the pending enrolment of a user.
	 * @param userId the user's id
	 * @return a completion signal, also if none was pending, or an error signal with
	 * {@link FaroeError#NOT_FOUND} if there is no such user
	 */
	public Mono<Void> cancel(String userId) {
		return this.accounts.lock(userId)
			.then(Mono.defer(() -> this.enrolments.deleteByUserId(userId)))
			.as(this.transaction::transactional)
			.then();
	}

	private Mono<StoredTotpEnrolment> find(String userId) {
		return Arguments.id(userId).flatMap((id) -> this.enrolments.find(id, now()));
	}

	private TotpKey decrypt(StoredTotpEnrolment stored) {
		return new TotpKey(this.encryption.decrypt(stored.totpKey(), owner(stored.userId())));
	}

	private static String owner(String userId) {
		return "totp-enrolment:" + userId;
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
	}

	private static <T> Mono<T> error(FaroeError error) {
		return Mono.error(() -> new FaroeException(error));
	}

}
