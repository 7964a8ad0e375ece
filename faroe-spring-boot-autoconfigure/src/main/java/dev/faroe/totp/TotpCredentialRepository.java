package dev.faroe.totp;

import java.time.Instant;
import java.util.Collection;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The TOTP credentials in the database. Whether a code has been used before is decided by
 * the statement that marks it as used.
 */
interface TotpCredentialRepository extends Repository<StoredTotpCredential, String> {

	/** What every statement that reads credentials starts with. */
	String SELECT = "SELECT id, user_id, created_at, totp_key, key_fingerprint, last_used_step FROM {totp_credential}";

	/**
	 * Find a credential.
	 * @return the credential, or nothing
	 */
	@Query(SELECT + " WHERE id = :id")
	Mono<StoredTotpCredential> findById(String id);

	/**
	 * Find the credentials of a user.
	 */
	@Query(SELECT + " WHERE user_id = :userId ORDER BY created_at, id")
	Flux<StoredTotpCredential> findByUserId(String userId);

	/**
	 * Find the newest credential of a user.
	 * @return the credential, or nothing
	 */
	@Query(SELECT + " WHERE user_id = :userId ORDER BY created_at DESC, id DESC LIMIT 1")
	Mono<StoredTotpCredential> findNewestByUserId(String userId);

	/**
	 * Count the credentials of a user.
	 */
	@Query("SELECT COUNT(*) FROM {totp_credential} WHERE user_id = :userId")
	Mono<Long> countByUserId(String userId);

	/**
	 * Tell whether a user has a credential.
	 */
	@Query("SELECT EXISTS (SELECT 1 FROM {totp_credential} WHERE user_id = :userId)")
	Mono<Boolean> existsByUserId(String userId);

	/**
	 * Tell whether a credential exists.
	 */
	@Query("SELECT EXISTS (SELECT 1 FROM {totp_credential} WHERE id = :id)")
	Mono<Boolean> existsById(String id);

	/**
	 * Find out which credentials exist.
	 * @param ids ids, at least one
	 */
	@Query("SELECT id FROM {totp_credential} WHERE id IN (:ids)")
	Flux<String> findExistingIds(Collection<String> ids);

	/**
	 * Insert a credential.
	 * @return the number of rows, or an error signal with a
	 * {@link org.springframework.dao.DuplicateKeyException} if the user has the key
	 */
	@Modifying
	@Query("""
			INSERT INTO {totp_credential} (id, user_id, created_at, totp_key, key_fingerprint, last_used_step)
			VALUES (:id, :userId, :createdAt, :totpKey, :keyFingerprint, :lastUsedStep)""")
	Mono<Integer> insert(String id, String userId, Instant createdAt, String totpKey, String keyFingerprint,
			long lastUsedStep);

	/**
	 * Find the credentials of a user that have no fingerprint yet.
	 */
	@Query(SELECT + " WHERE user_id = :userId AND key_fingerprint IS NULL ORDER BY created_at, id")
	Flux<StoredTotpCredential> findWithoutFingerprint(String userId);

	/**
	 * Give a credential its fingerprint, unless another of the user has it.
	 */
	@Modifying
	@Query("""
			UPDATE {totp_credential} SET key_fingerprint = :keyFingerprint
			WHERE id = :id AND NOT EXISTS (
				SELECT 1 FROM {totp_credential} WHERE user_id = :userId AND key_fingerprint = :keyFingerprint)""")
	Mono<Integer> setFingerprint(String id, String userId, String keyFingerprint);

	/**
	 * Forget the wrong codes of a user who has no credential any more.
	 */
	@Modifying
	@Query("""
			UPDATE {user} SET factor_failures = 0
			WHERE id = :userId AND NOT EXISTS (SELECT 1 FROM {totp_credential} WHERE user_id = :userId)""")
	Mono<Integer> clearFailuresWithoutCredential(String userId);

	/**
	 * Mark the code of a time step, and all before it, as used.
	 * @return the number of rows, 0 if it has been used already, or the user is disabled
	 */
	@Modifying
	@Query("""
			UPDATE {totp_credential} SET last_used_step = :step WHERE id = :id AND last_used_step < :step
			AND EXISTS (SELECT 1 FROM {user} WHERE {user}.id = user_id AND disabled_at IS NULL)""")
	Mono<Integer> use(String id, long step);

	/**
	 * Tell whether a user may use codes.
	 */
	@Query("SELECT EXISTS (SELECT 1 FROM {user} WHERE id = :userId AND disabled_at IS NULL)")
	Mono<Boolean> mayUse(String userId);

	/**
	 * Replace what is stored as the key.
	 * @return the number of rows, 0 if something else is stored by now
	 */
	@Modifying
	@Query("UPDATE {totp_credential} SET totp_key = :replacement WHERE id = :id AND totp_key = :expected")
	Mono<Integer> replaceKey(String id, String expected, String replacement);

	/**
	 * Delete a credential.
	 * @return the number of rows, 0 if there is no such credential
	 */
	@Modifying
	@Query("DELETE FROM {totp_credential} WHERE id = :id")
	Mono<Integer> deleteById(String id);

	/**
	 * Delete the credentials of a user.
	 */
	@Modifying
	@Query("DELETE FROM {totp_credential} WHERE user_id = :userId")
	Mono<Integer> deleteByUserId(String userId);

}
