package dev.faroe.totp;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.event.FaroeEvents;
import dev.faroe.event.SecondFactorAddedEvent;
import dev.faroe.event.SecondFactorRemovedEvent;
import dev.faroe.event.SecondFactorVerificationFailedEvent;
import dev.faroe.event.SecondFactorVerifiedEvent;
import dev.faroe.ratelimit.AttemptLimiter;
import dev.faroe.ratelimit.RateLimiter;
import dev.faroe.ratelimit.RateLimits;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.TokenGenerator;
import dev.faroe.user.ImportOutcome;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.transaction.reactive.TransactionalOperator;

/**
 * Registers, finds, verifies and deletes TOTP credentials (RFC 6238: SHA-1, 6 digits, 30
 * seconds, clock skew of 10 seconds either way). A code is accepted once, and then no
 * earlier one is. Failures are signalled as {@link FaroeException}, except for a stored
 * key that cannot be decrypted: that is a {@link dev.faroe.security.DecryptionException}.
 */
public class TotpService {

	private static final Log logger = LogFactory.getLog(TotpService.class);

	private final TotpCredentialRepository credentials;

	private final UserService users;

	private final StoredKeys keys;

	private final TotpCodes codes = new TotpCodes();

	private final TokenGenerator tokens;

	private final Clock clock;

	private final RateLimiter rateLimiter;

	private final RateLimits limits;

	private final TransactionalOperator transaction;

	private final TotpSettings settings;

	private final TotpImporter importer;

	private final FaroeEvents events;

	/**
	 * Create a service.
	 * @param credentials the credentials
	 * @param users the users
	 * @param encryption what encrypts the keys
	 * @param tokens what generates ids
	 * @param clock what tells the time
	 * @param rateLimiter what counts
	 * @param limits the limits
	 * @param transaction what runs statements in one transaction
	 * @param settings the settings
	 * @param events what hears of what happens
	 */
	public TotpService(TotpCredentialRepository credentials, UserService users, EncryptionAtRest encryption,
			TokenGenerator tokens, Clock clock, RateLimiter rateLimiter, RateLimits limits,
			TransactionalOperator transaction, TotpSettings settings, FaroeEvents events) {
		this.credentials = credentials;
		this.users = users;
		this.keys = new StoredKeys(encryption);
		this.tokens = tokens;
		this.clock = clock;
		this.rateLimiter = rateLimiter;
		this.limits = limits;
		this.transaction = transaction;
		this.settings = settings;
		this.importer = new TotpImporter(credentials, this.keys);
		this.events = events;
	}

	/**
	 * Register a credential, beside those that the user has already. The code shows that
	 * the authenticator has the key; it can be used once more, to verify.
	 * @param userId the user's id
	 * @param key the key
	 * @param code a current code
	 * @return the credential, or an error signal with {@link FaroeError#NOT_FOUND},
	 * {@link FaroeError#INCORRECT_CODE}, also for a code that is not 6 digits, or
	 * {@link FaroeError#NOT_ALLOWED} if the user has the greatest number of credentials
	 */
	public Mono<TotpCredential> register(String userId, TotpKey key, String code) {
		return register(userId, key, code, requireRoom(userId));
	}

	/**
	 * Register a credential in the place of all those that the user has.
	 * @param userId the user's id
	 * @param key the key
	 * @param code a current code
	 * @return the credential, or an error signal with {@link FaroeError#NOT_FOUND} or
	 * {@link FaroeError#INCORRECT_CODE}
	 */
	public Mono<TotpCredential> replaceAll(String userId, TotpKey key, String code) {
		return register(userId, key, code, removeAll(userId).then());
	}

	private Mono<TotpCredential> register(String userId, TotpKey key, String code, Mono<Void> preparation) {
		return this.users.require(userId).then(Mono.defer(() -> {
			Instant now = this.clock.instant();
			if (this.codes.find(key, code, now).isEmpty()) {
				return incorrectCode();
			}
			TotpCredential credential = new TotpCredential(this.tokens.id(), userId,
					now.truncatedTo(ChronoUnit.SECONDS));
			return insert(credential, this.keys.encrypt(credential, key), preparation);
		}));
	}

	private Mono<TotpCredential> insert(TotpCredential credential, String storedKey, Mono<Void> preparation) {
		return this.credentials.lockUser(credential.userId())
			.switchIfEmpty(notFound())
			.then(preparation)
			.then(this.credentials.insert(credential.id(), credential.userId(), credential.createdAt(), storedKey,
					StoredTotpCredential.UNUSED))
			.as(this.transaction::transactional)
			.then(this.events
				.publishAfterCommit((time) -> new SecondFactorAddedEvent(credential.userId(), credential.id(), time)))
			.thenReturn(credential);
	}

	private Mono<Void> requireRoom(String userId) {
		return this.credentials.countByUserId(userId)
			.filter((count) -> count < this.settings.maxCredentials())
			.switchIfEmpty(notAllowed())
			.then();
	}

	/**
	 * Import a credential of another system. No code is asked for, and the greatest
	 * number of credentials does not count.
	 * @param credential the credential, created from 1970 to 9999, and its key
	 * @return the credential, or an error signal with {@link FaroeError#INVALID_DATA},
	 * also if there is a credential with the id, or {@link FaroeError#NOT_FOUND} if there
	 * is no such user
	 */
	public Mono<TotpCredential> importCredential(TotpCredentialWithKey credential) {
		return this.importer.importOne(credential);
	}

	/**
	 * Import many credentials of another system. Credentials whose id is taken are left
	 * alone, so that an import can be repeated. Not for a transaction of the caller,
	 * which some databases would not let go on.
	 * @param credentials the credentials, at most 1,000
	 * @return what became of each, in the same order
	 */
	public Mono<List<ImportOutcome>> importCredentials(List<TotpCredentialWithKey> credentials) {
		return this.importer.importAll(credentials);
	}

	/**
	 * List the credentials of a user.
	 * @param userId the user's id
	 * @return the credentials, the oldest first, or an error signal with
	 * {@link FaroeError#NOT_FOUND} if there is no such user
	 */
	public Flux<TotpCredential> list(String userId) {
		return this.users.require(userId)
			.thenMany(this.credentials.findByUserId(userId))
			.map(StoredTotpCredential::credential);
	}

	/**
	 * Find a credential.
	 * @param id the credential's id
	 * @return the credential, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<TotpCredential> get(String id) {
		return find(id).map(StoredTotpCredential::credential);
	}

	/**
	 * Find the newest credential of a user, with its key: for clients that keep no
	 * credentials of their own. The REST API reference has no use for it.
	 * @param userId the user's id
	 * @return the credential, or an error signal with {@link FaroeError#NOT_FOUND} if
	 * there is no such user or the user has none
	 */
	public Mono<TotpCredentialWithKey> getNewestWithKey(String userId) {
		return Mono.just(userId)
			.filter(TokenGenerator::isId)
			.flatMap(this.credentials::findNewestByUserId)
			.switchIfEmpty(notFound())
			.map((stored) -> new TotpCredentialWithKey(stored.credential(), this.keys.decrypt(stored)));
	}

	/**
	 * Delete a credential.
	 * @param id the credential's id
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 */
	public Mono<Void> delete(String id) {
		return find(id).filterWhen((stored) -> this.credentials.deleteById(id).map((rows) -> rows > 0))
			.switchIfEmpty(notFound())
			.flatMap((stored) -> reportRemoval(stored.userId(), 1));
	}

	/**
	 * Delete all credentials of a user.
	 * @param userId the user's id
	 * @return how many there were, or an error signal with {@link FaroeError#NOT_FOUND}
	 * if there is no such user
	 */
	public Mono<Integer> deleteAll(String userId) {
		return this.users.require(userId).then(removeAll(userId));
	}

	private Mono<Integer> removeAll(String userId) {
		return this.credentials.deleteByUserId(userId).delayUntil((rows) -> reportRemoval(userId, rows));
	}

	private Mono<Void> reportRemoval(String userId, int count) {
		return (count > 0) ? this.events.publishAfterCommit((time) -> new SecondFactorRemovedEvent(userId, count, time))
				: Mono.empty();
	}

	/**
	 * Verify a code of a credential, and use it up.
	 * @param id the credential's id
	 * @param code the code
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND},
	 * {@link FaroeError#INCORRECT_CODE}, also for a code that was used before or is not 6
	 * digits, or {@link FaroeError#TOO_MANY_REQUESTS}
	 */
	public Mono<Void> verify(String id, String code) {
		return find(id).flatMap((stored) -> limited(stored.userId(), accept(stored, code)));
	}

	/**
	 * Verify a code of any of a user's credentials, and use it up.
	 * @param userId the user's id
	 * @param code the code
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND},
	 * {@link FaroeError#NOT_ALLOWED} if the user has no credential,
	 * {@link FaroeError#INCORRECT_CODE} or {@link FaroeError#TOO_MANY_REQUESTS}
	 */
	public Mono<Void> verifyAny(String userId, String code) {
		Mono<TotpCredential> acceptance = this.credentials.findByUserId(userId)
			.collectList()
			.flatMapIterable((all) -> all)
			.concatMap((stored) -> accept(stored, code))
			.next();
		return requireRegistered(userId).then(limited(userId, acceptance));
	}

	/**
	 * Require that a user has a credential.
	 * @param userId the user's id
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 * if there is no such user, or {@link FaroeError#NOT_ALLOWED} if the user has none
	 */
	public Mono<Void> requireRegistered(String userId) {
		return this.users.get(userId).filter(User::totpRegistered).switchIfEmpty(notAllowed()).then();
	}

	private Mono<Void> limited(String userId, Mono<TotpCredential> acceptance) {
		return AttemptLimiter.countingConsecutiveFailures(this.rateLimiter, FaroeError.INCORRECT_CODE)
			.limit(this.limits.totp(), userId)
			.attempt(acceptance.switchIfEmpty(reportFailure(userId).then(incorrectCode())))
			.flatMap((credential) -> this.events
				.publishAfterCommit((time) -> new SecondFactorVerifiedEvent(userId, credential.id(), time)));
	}

	private Mono<Void> reportFailure(String userId) {
		return Mono.fromRunnable(
				() -> this.events.publishNow((time) -> new SecondFactorVerificationFailedEvent(userId, time)));
	}

	/**
	 * Emits nothing when the code is wrong or was used before.
	 */
	private Mono<TotpCredential> accept(StoredTotpCredential stored, String code) {
		return Mono.defer(() -> {
			TotpKey key = this.keys.decrypt(stored);
			OptionalLong step = this.codes.find(key, code, this.clock.instant());
			return step.isPresent() ? use(stored, step.getAsLong()).delayUntil((used) -> upgrade(stored, key))
					: Mono.empty();
		});
	}

	private Mono<TotpCredential> use(StoredTotpCredential stored, long step) {
		if (this.settings.allowCodeReuse()) {
			return Mono.just(stored.credential());
		}
		return this.credentials.use(stored.id(), step).filter((rows) -> rows > 0).map((rows) -> stored.credential());
	}

	/**
	 * Encrypts a key that is stored plain, or under a key that is not the first any more.
	 * The code is right, whatever becomes of it.
	 */
	private Mono<Integer> upgrade(StoredTotpCredential stored, TotpKey key) {
		if (this.keys.isCurrent(stored)) {
			return Mono.empty();
		}
		return this.credentials.replaceKey(stored.id(), stored.totpKey(), this.keys.encrypt(stored.credential(), key))
			.onErrorResume((ex) -> {
				logger.debug("The encryption of a TOTP key is left to the next code: " + ex.getClass().getName());
				return Mono.empty();
			});
	}

	private Mono<StoredTotpCredential> find(String id) {
		return Mono.just(id).filter(TokenGenerator::isId).flatMap(this.credentials::findById).switchIfEmpty(notFound());
	}

	private static <T> Mono<T> notFound() {
		return Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND));
	}

	private static <T> Mono<T> notAllowed() {
		return Mono.error(() -> new FaroeException(FaroeError.NOT_ALLOWED));
	}

	private static <T> Mono<T> incorrectCode() {
		return Mono.error(() -> new FaroeException(FaroeError.INCORRECT_CODE));
	}

}
