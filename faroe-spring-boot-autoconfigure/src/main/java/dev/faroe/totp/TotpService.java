package dev.faroe.totp;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import dev.faroe.Arguments;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.Accounts;
import dev.faroe.event.FaroeEvents;
import dev.faroe.event.SecondFactorAddedEvent;
import dev.faroe.event.SecondFactorRemovedEvent;
import dev.faroe.ratelimit.Limits;
import dev.faroe.secondfactor.ConsecutiveFailures;
import dev.faroe.security.DecryptionException;
import dev.faroe.security.EncryptionAtRest;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.SeparateConnection;
import dev.faroe.user.ImportOutcome;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.reactive.TransactionalOperator;

/**
 * Registers, finds, verifies and deletes TOTP credentials (RFC 6238: SHA-1, 6 digits, 30
 * seconds, clock skew of 10 seconds either way). A code is accepted once, and then no
 * earlier one is. Failures are signalled as {@link FaroeException}, except for a stored
 * key that cannot be decrypted: that is a {@link DecryptionException}.
 */
public class TotpService {

	private final TotpCredentialRepository credentials;

	private final Accounts accounts;

	private final StoredKeys keys;

	private final TotpCodes codes = new TotpCodes();

	private final TokenGenerator tokens;

	private final Clock clock;

	private final TransactionalOperator transaction;

	private final TotpSettings settings;

	private final TotpVerification verification;

	private final TotpImporter importer;

	private final FaroeEvents events;

	/**
	 * Create a service.
	 * @param credentials the credentials
	 * @param accounts the users
	 * @param encryption what encrypts the keys
	 * @param tokens what generates ids
	 * @param clock what tells the time
	 * @param limits the limits
	 * @param transaction what runs statements in one transaction
	 * @param separately what runs statements that count attempts
	 * @param settings the settings
	 * @param events what hears of what happens
	 */
	public TotpService(TotpCredentialRepository credentials, Accounts accounts, EncryptionAtRest encryption,
			TokenGenerator tokens, Clock clock, Limits limits, TransactionalOperator transaction,
			SeparateConnection separately, TotpSettings settings, FaroeEvents events) {
		this.credentials = credentials;
		this.accounts = accounts;
		this.keys = new StoredKeys(encryption);
		this.tokens = tokens;
		this.clock = clock;
		this.transaction = transaction;
		this.settings = settings;
		this.importer = new TotpImporter(credentials, this.keys);
		this.events = FaroeEvents.guarded(events);
		this.verification = new TotpVerification(
				credentials, this.keys, this.codes, clock, limits.totp(), new ConsecutiveFailures(accounts, separately,
						settings.maxConsecutiveFailures(), limits.totp().period(), this.events),
				settings.allowCodeReuse(), this.events);
	}

	/**
	 * Register a credential, beside those that the user has already. The code shows that
	 * the authenticator has the key; it can be used once more, to verify.
	 * @param userId the user's id
	 * @param key the key
	 * @param code a current code
	 * @return the credential, or an error signal with {@link FaroeError#NOT_FOUND},
	 * {@link FaroeError#INCORRECT_CODE}, also for a code that is not 6 digits,
	 * {@link FaroeError#NOT_ALLOWED} if the user has the greatest number of credentials,
	 * or {@link FaroeError#INVALID_DATA} if one of them has the key
	 */
	public Mono<TotpCredential> register(String userId, TotpKey key, String code) {
		return register(userId, key, code, Mono.defer(() -> requireRoom(userId)));
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
		return register(userId, key, code, Mono.defer(() -> removeAll(userId)).then());
	}

	private Mono<TotpCredential> register(String userId, TotpKey key, String code, Mono<Void> preparation) {
		return this.accounts.require(userId).then(Mono.defer(() -> {
			Arguments.requirePresent(key);
			Arguments.requireCode(code);
			Instant now = this.clock.instant();
			if (this.codes.find(key, code, now).isEmpty()) {
				return incorrectCode();
			}
			TotpCredential credential = new TotpCredential(this.tokens.id(), userId,
					now.truncatedTo(ChronoUnit.SECONDS));
			return insert(credential, key, preparation);
		}));
	}

	private Mono<TotpCredential> insert(TotpCredential credential, TotpKey key, Mono<Void> preparation) {
		String userId = credential.userId();
		return this.accounts.lock(userId)
			.then(preparation)
			.then(addMissingFingerprints(userId))
			.then(this.credentials.insert(credential.id(), userId, credential.createdAt(),
					this.keys.encrypt(credential, key), key.fingerprint(userId), StoredTotpCredential.UNUSED))
			.as(this.transaction::transactional)
			.onErrorMap(DuplicateKeyException.class, (ex) -> new FaroeException(FaroeError.INVALID_DATA))
			.then(this.events.publishAfterCommit(
					(time) -> new SecondFactorAddedEvent(userId, TotpFactor.TYPE, credential.id(), time)))
			.thenReturn(credential);
	}

	/**
	 * Credentials from before there were fingerprints get theirs, so that the database
	 * knows their keys, too. One that cannot be read keeps no other from being
	 * registered.
	 */
	private Mono<Void> addMissingFingerprints(String userId) {
		return this.credentials.findWithoutFingerprint(userId)
			.collectList()
			.flatMapIterable((all) -> all)
			.concatMap((stored) -> Mono.fromSupplier(() -> this.keys.decrypt(stored).fingerprint(userId))
				.onErrorResume(DecryptionException.class, (ex) -> Mono.empty())
				.flatMap((fingerprint) -> this.credentials.setFingerprint(stored.id(), userId, fingerprint)))
			.then();
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
		return Mono.defer(() -> this.importer.importOne(Arguments.requirePresent(credential)));
	}

	/**
	 * Import many credentials of another system. Credentials whose id is taken are left
	 * alone, so that an import can be repeated. Not for a transaction of the caller,
	 * which some databases would not let go on.
	 * @param credentials the credentials, at most 1,000
	 * @return what became of each, in the same order
	 */
	public Mono<List<ImportOutcome>> importCredentials(List<TotpCredentialWithKey> credentials) {
		return Mono.defer(() -> this.importer.importAll(Arguments.requirePresent(credentials)));
	}

	/**
	 * List the credentials of a user.
	 * @param userId the user's id
	 * @return the credentials, the oldest first, or an error signal with
	 * {@link FaroeError#NOT_FOUND} if there is no such user
	 */
	public Flux<TotpCredential> list(String userId) {
		return this.accounts.require(userId)
			.thenMany(Flux.defer(() -> this.credentials.findByUserId(userId)))
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
		return Arguments.id(userId)
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
		return find(id).flatMap(
				(stored) -> delete(stored).as(this.transaction::transactional).then(reportRemoval(stored.userId(), 1)));
	}

	/**
	 * The user first, as in every transaction that changes a user.
	 */
	private Mono<Integer> delete(StoredTotpCredential stored) {
		return this.accounts.lock(stored.userId())
			.then(this.credentials.deleteById(stored.id()))
			.filter((rows) -> rows > 0)
			.switchIfEmpty(notFound())
			.then(this.credentials.clearFailuresWithoutCredential(stored.userId()));
	}

	/**
	 * Delete all credentials of a user.
	 * @param userId the user's id
	 * @return how many there were, or an error signal with {@link FaroeError#NOT_FOUND}
	 * if there is no such user
	 */
	public Mono<Integer> deleteAll(String userId) {
		return this.accounts.require(userId)
			.then(Mono.defer(() -> removeAll(userId)).as(this.transaction::transactional));
	}

	private Mono<Integer> removeAll(String userId) {
		return this.accounts.clearFactorFailures(userId)
			.then(this.credentials.deleteByUserId(userId))
			.delayUntil((rows) -> reportRemoval(userId, rows));
	}

	private Mono<Void> reportRemoval(String userId, int count) {
		return (count > 0) ? this.events.publishAfterCommit(
				(time) -> new SecondFactorRemovedEvent(userId, TotpFactor.TYPE, count, time)) : Mono.empty();
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
		return find(id).doOnNext((stored) -> Arguments.requireCode(code))
			.flatMap((stored) -> this.verification.verify(stored, code));
	}

	/**
	 * Verify a code of any of a user's credentials, and use it up. A credential whose key
	 * cannot be decrypted is left out: it is in the way of no other, and the log says so.
	 * @param userId the user's id
	 * @param code the code
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND},
	 * {@link FaroeError#NOT_ALLOWED} if the user has no credential,
	 * {@link FaroeError#INCORRECT_CODE} or {@link FaroeError#TOO_MANY_REQUESTS}; or with
	 * a {@link DecryptionException} if no key can be decrypted
	 */
	public Mono<Void> verifyAny(String userId, String code) {
		return requireRegistered(userId).then(Mono.defer(() -> {
			Arguments.requireCode(code);
			return this.verification.verifyAny(userId, code);
		}));
	}

	/**
	 * Require that a user has a credential.
	 * @param userId the user's id
	 * @return a completion signal, or an error signal with {@link FaroeError#NOT_FOUND}
	 * if there is no such user, or {@link FaroeError#NOT_ALLOWED} if the user has none
	 */
	public Mono<Void> requireRegistered(String userId) {
		return Arguments.id(userId)
			.flatMap(this.credentials::existsByUserId)
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.defer(() -> this.accounts.require(userId)).then(notAllowed()))
			.then();
	}

	private Mono<StoredTotpCredential> find(String id) {
		return Arguments.id(id).flatMap(this.credentials::findById).switchIfEmpty(notFound());
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
