package dev.faroe.passkey;

import java.time.Instant;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The passkeys in the database, and the handles of their users. Whether a signature
 * counter has gone on is decided by the statement that stores it.
 */
interface PasskeyRepository extends Repository<StoredPasskey, String> {

	/** What every statement that reads passkeys starts with. */
	String SELECT = """
			SELECT id, user_id, created_at, last_used_at, name, credential_id, credential, transports, sign_count,
			uv_initialized, backup_eligible, backed_up FROM {passkey}""";

	/**
	 * Find a passkey.
	 * @return the passkey, or nothing
	 */
	@Query(SELECT + " WHERE id = :id")
	Mono<StoredPasskey> findById(String id);

	/**
	 * Find a passkey by the id that its authenticator gave it.
	 * @return the passkey, or nothing
	 */
	@Query(SELECT + " WHERE credential_id = :credentialId")
	Mono<StoredPasskey> findByCredentialId(String credentialId);

	/**
	 * Find the passkeys of a user.
	 */
	@Query(SELECT + " WHERE user_id = :userId ORDER BY created_at, id")
	Flux<StoredPasskey> findByUserId(String userId);

	/**
	 * Count the passkeys of a user.
	 */
	@Query("SELECT COUNT(*) FROM {passkey} WHERE user_id = :userId")
	Mono<Long> countByUserId(String userId);

	/**
	 * Insert a passkey.
	 * @return the number of rows, or an error signal with a
	 * {@link org.springframework.dao.DuplicateKeyException} if there is one with the
	 * credential id
	 */
	@Modifying
	@Query("""
			INSERT INTO {passkey} (id, user_id, created_at, name, credential_id, credential, transports, sign_count,
				uv_initialized, backup_eligible, backed_up)
			VALUES (:id, :userId, :createdAt, :name, :credentialId, :credential, :transports, :signCount,
				:uvInitialized, :backupEligible, :backedUp)""")
	Mono<Integer> insert(String id, String userId, Instant createdAt, String name, String credentialId,
			String credential, String transports, long signCount, boolean uvInitialized, boolean backupEligible,
			boolean backedUp);

	/**
	 * Do as the other, which takes the columns one by one.
	 */
	default Mono<Integer> insert(StoredPasskey passkey) {
		return insert(passkey.id(), passkey.userId(), passkey.createdAt(), passkey.name(), passkey.credentialId(),
				passkey.credential(), passkey.transports(), passkey.signCount(), passkey.uvInitialized(),
				passkey.backupEligible(), passkey.backedUp());
	}

	/**
	 * Store a use, unless the signature counter has not gone on, which one of a copy does
	 * not, or the user is disabled.
	 * @return the number of rows, 0 if it has not been stored
	 */
	@Modifying
	@Query("""
			UPDATE {passkey} SET sign_count = :signCount, backed_up = :backedUp, last_used_at = :now,
				uv_initialized = (uv_initialized OR :userVerified)
			WHERE id = :id AND (sign_count < :signCount OR (sign_count = 0 AND :signCount = 0))
			AND EXISTS (SELECT 1 FROM {user} WHERE {user}.id = user_id AND disabled_at IS NULL)""")
	Mono<Integer> use(String id, long signCount, boolean backedUp, boolean userVerified, Instant now);

	/**
	 * Tell whether a passkey has counted as far as it says now. One that is not there any
	 * more has not, nor has one of a user who is disabled.
	 */
	@Query("""
			SELECT EXISTS (SELECT 1 FROM {passkey} WHERE id = :id AND sign_count >= :signCount AND sign_count > 0
			AND EXISTS (SELECT 1 FROM {user} WHERE {user}.id = user_id AND disabled_at IS NULL))""")
	Mono<Boolean> hasCounted(String id, long signCount);

	/**
	 * Give a passkey another name.
	 * @return the number of rows, 0 if there is no such passkey
	 */
	@Modifying
	@Query("UPDATE {passkey} SET name = :name WHERE id = :id")
	Mono<Integer> rename(String id, String name);

	/**
	 * Delete a passkey.
	 * @return the number of rows, 0 if there is no such passkey
	 */
	@Modifying
	@Query("DELETE FROM {passkey} WHERE id = :id")
	Mono<Integer> deleteById(String id);

	/**
	 * Delete the passkeys of a user.
	 */
	@Modifying
	@Query("DELETE FROM {passkey} WHERE user_id = :userId")
	Mono<Integer> deleteByUserId(String userId);

	/**
	 * Find what authenticators know a user by.
	 * @return the handle, as {@link dev.faroe.security.EncryptionAtRest} stores it, or
	 * nothing if the user has none
	 */
	@Query("SELECT handle FROM {passkey_user} WHERE user_id = :userId")
	Mono<String> findHandle(String userId);

	/**
	 * Give a user a handle.
	 */
	@Modifying
	@Query("INSERT INTO {passkey_user} (user_id, handle) VALUES (:userId, :handle)")
	Mono<Integer> insertHandle(String userId, String handle);

	/**
	 * Replace what is stored as the handle of a user.
	 * @return the number of rows, 0 if something else is stored by now
	 */
	@Modifying
	@Query("UPDATE {passkey_user} SET handle = :replacement WHERE user_id = :userId AND handle = :expected")
	Mono<Integer> replaceHandle(String userId, String expected, String replacement);

}
