package dev.faroe.totp;

import java.util.List;

import dev.faroe.Arguments;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.Accounts;
import dev.faroe.security.DecryptionException;
import dev.faroe.user.ImportOutcome;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

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

	private final TotpRegistry registry;

	private final TotpVerification verification;

	private final TotpImporter importer;

	TotpService(TotpCredentialRepository credentials, Accounts accounts, StoredKeys keys, TotpRegistry registry,
			TotpVerification verification, TotpImporter importer) {
		this.credentials = credentials;
		this.accounts = accounts;
		this.keys = keys;
		this.registry = registry;
		this.verification = verification;
		this.importer = importer;
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
		return this.registry.register(userId, key, code);
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
		return this.registry.replaceAll(userId, key, code);
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
		return find(id).flatMap(this.registry::delete);
	}

	/**
	 * Delete all credentials of a user.
	 * @param userId the user's id
	 * @return how many there were, or an error signal with {@link FaroeError#NOT_FOUND}
	 * if there is no such user
	 */
	public Mono<Integer> deleteAll(String userId) {
		return this.registry.deleteAll(userId);
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

}
