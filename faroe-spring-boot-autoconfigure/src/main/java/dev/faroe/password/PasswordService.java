package dev.faroe.password;

import java.util.Set;
import java.util.function.BiFunction;

import dev.faroe.Arguments;
import dev.faroe.EmailAddress;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.AccountChange;
import dev.faroe.account.AccountChanges;
import dev.faroe.client.ClientAddress;
import dev.faroe.event.PasswordChangedEvent;
import dev.faroe.event.PasswordVerificationFailedEvent;
import dev.faroe.event.PasswordVerifiedEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.password.hashing.PasswordHasher;
import dev.faroe.password.hashing.PasswordHasher.Comparison;
import dev.faroe.ratelimit.Attempt;
import dev.faroe.ratelimit.AttemptLimiter;
import dev.faroe.ratelimit.Limits;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.transaction.reactive.TransactionalOperator;

/**
 * Verifies and updates the passwords of users, under the limits on log-ins. A hash that
 * was made with other parameters than the current ones is replaced at the first
 * successful verification. Failures are signalled as {@link FaroeException}.
 */
public class PasswordService {

	private static final Log logger = LogFactory.getLog(PasswordService.class);

	private static final Set<FaroeError> WRONG_PASSWORD = Set.of(FaroeError.INCORRECT_PASSWORD,
			FaroeError.USER_NOT_EXISTS);

	/**
	 * How often a right password is compared again because its hash was replaced
	 * meanwhile. The upgrade of a hash does that to the other log-ins of a user.
	 */
	private static final int MAX_RETRIES = 2;

	private final PasswordRepository passwords;

	private final NewPasswords newPasswords;

	private final PasswordHasher hasher;

	private final AccountChanges changes;

	private final Limits limits;

	private final TransactionalOperator transaction;

	private final boolean revealUnknownEmail;

	private final boolean revealDisabled;

	private final DiscreetLogIn discreet;

	private final PasswordFailures failures;

	private final FaroeEvents events;

	PasswordService(PasswordRepository passwords, NewPasswords newPasswords, PasswordHasher hasher,
			AccountChanges changes, Limits limits, TransactionalOperator transaction, boolean revealUnknownEmail,
			boolean revealDisabled, PasswordFailures failures, FaroeEvents events) {
		this.passwords = passwords;
		this.newPasswords = newPasswords;
		this.hasher = hasher;
		this.changes = changes;
		this.limits = limits;
		this.transaction = transaction;
		this.revealUnknownEmail = revealUnknownEmail;
		this.revealDisabled = revealDisabled;
		this.discreet = new DiscreetLogIn(hasher);
		this.failures = failures;
		this.events = FaroeEvents.guarded(events);
	}

	/**
	 * Verify the password of the user with an email address.
	 * @param email the address
	 * @param password the password, 1 to 127 characters
	 * @param clientIp the address of the client, or {@code null} to leave out the limits
	 * by address
	 * @param unchanged finds what the log-in results in, if the user still has the hash
	 * of the credential: the password is not right any more otherwise
	 * @param <T> what the log-in results in
	 * @return the result, or an error signal with {@link FaroeError#INVALID_DATA},
	 * {@link FaroeError#USER_NOT_EXISTS}, {@link FaroeError#INCORRECT_PASSWORD},
	 * {@link FaroeError#TOO_MANY_REQUESTS} or {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public <T> Mono<T> authenticate(EmailAddress email, String password, @Nullable String clientIp,
			BiFunction<String, String, Mono<T>> unchanged) {
		return authenticate(email, password, clientIp, unchanged, this.revealUnknownEmail, false);
	}

	/**
	 * As {@link #authenticate}, but an unknown email address is never told from a wrong
	 * password, whatever the settings.
	 * @param email the address
	 * @param password the password, 1 to 127 characters
	 * @param clientIp the address of the client, or {@code null} to leave out the limits
	 * by address
	 * @param verifiedOnly whether a user who has not proved to own the address is not
	 * told from one with another password
	 * @param unchanged finds what the log-in results in, if the user still has the hash
	 * of the credential
	 * @param <T> what the log-in results in
	 * @return the result, or an error signal with {@link FaroeError#INVALID_DATA},
	 * {@link FaroeError#INCORRECT_PASSWORD}, {@link FaroeError#TOO_MANY_REQUESTS} or
	 * {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public <T> Mono<T> authenticateDiscreetly(EmailAddress email, String password, @Nullable String clientIp,
			boolean verifiedOnly, BiFunction<String, String, Mono<T>> unchanged) {
		return authenticate(email, password, clientIp, unchanged, false, verifiedOnly);
	}

	private <T> Mono<T> authenticate(EmailAddress email, String password, @Nullable String clientIp,
			BiFunction<String, String, Mono<T>> unchanged, boolean reveal, boolean verifiedOnly) {
		return Mono.defer(() -> {
			PasswordStrength.requireVerifiableLength(password);
			return this.newPasswords.chargeHashing(clientIp)
				.then(this.passwords.findByEmail(Arguments.requirePresent(email).value()))
				.map((credential) -> verifiedOnly ? credential.closedUnlessVerified() : credential)
				.flatMap((credential) -> logIn(clientIp).limit(this.limits.userLogin(), credential.id())
					.attempt((attempt) -> logIn(attempt, credential, password, unchanged, reveal)))
				.switchIfEmpty(rejectUnknownUser(email, password, clientIp, reveal));
		});
	}

	private <T> Mono<T> rejectUnknownUser(EmailAddress email, String password, @Nullable String clientIp,
			boolean reveal) {
		return Mono.defer(() -> {
			if (reveal) {
				return logIn(clientIp).attempt((attempt) -> {
					attempt.fail();
					return reportFailure(null, Mono.error(() -> new FaroeException(FaroeError.USER_NOT_EXISTS)));
				});
			}
			return logIn(clientIp).limit(this.limits.unknownUserLogin(), email.value())
				.attempt((attempt) -> reportFailure(null,
						this.failures.countUnknown(email.value(), attempt, this.discreet.compare(attempt, password))
							.then(incorrectPassword())));
		});
	}

	private <T> Mono<T> logIn(Attempt attempt, PasswordCredential credential, String password,
			BiFunction<String, String, Mono<T>> unchanged, boolean reveal) {
		this.discreet.meet(credential.passwordHash());
		Mono<T> verification = verify(attempt, credential, password, unchanged);
		return reveal ? verification : verification.onErrorResume(PasswordService::isWrongPassword,
				(ex) -> this.discreet.complete(credential.passwordHash(), password).then(Mono.error(ex)));
	}

	/**
	 * Verify a user's password.
	 * @param userId the user's id
	 * @param password the password, 1 to 127 characters
	 * @param clientIp the address of the client, or {@code null} to leave out the limits
	 * by address
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND},
	 * {@link FaroeError#INVALID_DATA}, {@link FaroeError#INCORRECT_PASSWORD},
	 * {@link FaroeError#TOO_MANY_REQUESTS} or {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<Void> verify(String userId, String password, @Nullable String clientIp) {
		return find(userId).flatMap((credential) -> {
			PasswordStrength.requireVerifiableLength(password);
			return this.newPasswords.chargeHashing(clientIp)
				.then(logIn(clientIp).limit(this.limits.userLogin(), userId)
					.attempt((attempt) -> verify(attempt, credential, password, this.passwords::findUnchanged)));
		}).then();
	}

	/**
	 * Replace a user's password by another, and remove what was asked for under the
	 * former one: the user's password reset requests and email update requests.
	 * @param userId the user's id
	 * @param password the current password, 1 to 127 characters
	 * @param newPassword the new password, as many characters as the policy asks for, to
	 * 127
	 * @param clientIp the address of the client, or {@code null} to leave out the limits
	 * by address
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND},
	 * {@link FaroeError#INVALID_DATA}, {@link FaroeError#WEAK_PASSWORD},
	 * {@link FaroeError#INCORRECT_PASSWORD}, {@link FaroeError#TOO_MANY_REQUESTS} or
	 * {@link FaroeError#SERVICE_UNAVAILABLE}
	 */
	public Mono<Void> update(String userId, String password, String newPassword, @Nullable String clientIp) {
		return find(userId).flatMap((credential) -> {
			PasswordStrength.requireVerifiableLength(password);
			return this.newPasswords.admit(newPassword, clientIp)
				.then(logIn(clientIp).limit(this.limits.userLogin(), userId)
					.attempt((attempt) -> this.newPasswords.requireStrength(userId, newPassword)
						.then(reportFailure(userId, replace(attempt, userId, password, newPassword)))
						.then(this.events.publishAfterCommit((time) -> new PasswordChangedEvent(userId, time)))));
		});
	}

	private Mono<Void> replace(Attempt attempt, String userId, String password, String newPassword) {
		Mono<Integer> replacement = find(userId)
			.flatMap((credential) -> compare(attempt, credential, password).then(this.hasher.hash(newPassword))
				.flatMap((hash) -> replace(credential, hash))
				.switchIfEmpty(Mono.fromRunnable(attempt::fail)));
		// A legitimate user can lose one race, with the upgrade of the hash.
		return replacement.switchIfEmpty(replacement).switchIfEmpty(incorrectPassword()).then();
	}

	/**
	 * Emits nothing when the hash is not the expected one any more.
	 */
	private Mono<Integer> replace(PasswordCredential credential, String hash) {
		return this.passwords.replace(credential.id(), credential.passwordHash(), hash)
			.filter((rows) -> rows > 0)
			.delayUntil((rows) -> this.changes.voidAfter(AccountChange.PASSWORD, credential.id()))
			.as(this.transaction::transactional);
	}

	/**
	 * Tell whether a hash that was made elsewhere can be verified here.
	 * @param passwordHash any text
	 * @return whether a user can be given it
	 * @see MigratingPasswordEncoder#supports
	 */
	public boolean acceptsHash(String passwordHash) {
		return this.hasher.accepts(passwordHash);
	}

	private <T> Mono<T> verify(Attempt attempt, PasswordCredential credential, String password,
			BiFunction<String, String, Mono<T>> unchanged) {
		String userId = credential.id();
		return reportFailure(userId, verify(attempt, credential, password, unchanged, MAX_RETRIES))
			.delayUntil((result) -> this.events.publishAfterCommit((time) -> new PasswordVerifiedEvent(userId, time)));
	}

	/**
	 * The hash was read before the password waited for its turn to be compared: whether
	 * it is still the user's is decided by the statement that finds the result.
	 */
	private <T> Mono<T> verify(Attempt attempt, PasswordCredential credential, String password,
			BiFunction<String, String, Mono<T>> unchanged, int retries) {
		return compare(attempt, credential, password)
			.flatMap((comparison) -> unchanged.apply(credential.id(), credential.passwordHash())
				.delayUntil((result) -> (comparison == Comparison.EQUAL_OUTDATED) ? upgrade(credential, password)
						: Mono.empty())
				.switchIfEmpty(Mono.defer(() -> {
					attempt.fail();
					return (retries > 0)
							? this.passwords.findByUserId(credential.id())
								.flatMap((changed) -> verify(attempt, changed, password, unchanged, retries - 1))
							: Mono.empty();
				}))
				.switchIfEmpty(incorrectPassword()));
	}

	private <T> Mono<T> reportFailure(@Nullable String userId, Mono<T> verification) {
		return verification.doOnError(PasswordService::isWrongPassword,
				(ex) -> this.events.publishNow((time) -> new PasswordVerificationFailedEvent(userId, time)));
	}

	private static boolean isWrongPassword(Throwable ex) {
		return ex instanceof FaroeException faroe && WRONG_PASSWORD.contains(faroe.error());
	}

	private Mono<Comparison> compare(Attempt attempt, PasswordCredential credential, String password) {
		return this.failures.count(credential.id(), attempt,
				this.hasher.compare(attempt, password, credential.passwordHash()).flatMap((comparison) -> {
					if (comparison == Comparison.DIFFERENT) {
						return incorrectPassword();
					}
					return credential.disabled() ? rejectDisabled(attempt) : Mono.just(comparison);
				}));
	}

	private <T> Mono<T> rejectDisabled(Attempt attempt) {
		if (this.revealDisabled) {
			return Mono.error(new FaroeException(FaroeError.USER_DISABLED));
		}
		attempt.fail();
		return incorrectPassword();
	}

	/**
	 * The password is right, whatever becomes of the upgrade.
	 */
	private Mono<Void> upgrade(PasswordCredential credential, String password) {
		return this.hasher.hash(password)
			.flatMap((hash) -> this.passwords.replace(credential.id(), credential.passwordHash(), hash))
			.onErrorResume((ex) -> {
				logger.debug("The upgrade of a password hash is left to the next log-in: " + ex.getClass().getName());
				return Mono.empty();
			})
			.then();
	}

	private AttemptLimiter logIn(@Nullable String clientIp) {
		return AttemptLimiter.countingFailures().limit(this.limits.login(), ClientAddress.key(clientIp));
	}

	private Mono<PasswordCredential> find(String userId) {
		return Arguments.id(userId)
			.flatMap(this.passwords::findByUserId)
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND)));
	}

	private static <T> Mono<T> incorrectPassword() {
		return Mono.error(() -> new FaroeException(FaroeError.INCORRECT_PASSWORD));
	}

}
