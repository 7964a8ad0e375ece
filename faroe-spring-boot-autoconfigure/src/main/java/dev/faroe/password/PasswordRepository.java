package dev.faroe.password;

import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The password hashes of the users. A hash is only ever replaced if it is still the one
 * that was looked at.
 */
public interface PasswordRepository extends Repository<PasswordCredential, String> {

	/**
	 * Find the credential of a user.
	 * @param userId the user's id
	 * @return the credential, or nothing
	 */
	@Query("SELECT id, password_hash FROM faroe_user WHERE id = :userId")
	Mono<PasswordCredential> findByUserId(String userId);

	/**
	 * Find the credential of the user with an email address.
	 * @param email the normalized address
	 * @return the credential, or nothing
	 */
	@Query("SELECT id, password_hash FROM faroe_user WHERE email = :email")
	Mono<PasswordCredential> findByEmail(String email);

	/**
	 * Find the credential of a user if the hash is still the one that was looked at.
	 * @param userId the user's id
	 * @param passwordHash the hash
	 * @return the credential, or nothing if the user has another hash by now
	 */
	@Query("SELECT id, password_hash FROM faroe_user WHERE id = :userId AND password_hash = :passwordHash")
	Mono<PasswordCredential> findUnchanged(String userId, String passwordHash);

	/**
	 * Replace a hash.
	 * @param userId the user's id
	 * @param expected the hash that is to be replaced
	 * @param replacement the new hash
	 * @return the number of rows, 0 if the user has another hash by now
	 */
	@Modifying
	@Query("UPDATE faroe_user SET password_hash = :replacement WHERE id = :userId AND password_hash = :expected")
	Mono<Integer> replace(String userId, String expected, String replacement);

	/**
	 * Set a hash, whatever the current one is.
	 * @param userId the user's id
	 * @param passwordHash the new hash
	 * @return the number of rows, 0 if there is no such user
	 */
	@Modifying
	@Query("UPDATE faroe_user SET password_hash = :passwordHash WHERE id = :userId")
	Mono<Integer> set(String userId, String passwordHash);

	/**
	 * Delete the password reset requests of a user, which a new password makes void.
	 * @param userId the user's id
	 * @return the number of rows
	 */
	@Modifying
	@Query("DELETE FROM faroe_password_reset_request WHERE user_id = :userId")
	Mono<Integer> deletePasswordResetRequests(String userId);

	/**
	 * Delete the email update requests of a user, which a new password makes void. Locks
	 * them in the order of their ids, as everything that deletes several of them.
	 * @param userId the user's id
	 * @return the number of rows
	 */
	@Modifying
	@Query("""
			MERGE INTO faroe_email_update_request AS request
			USING (
				SELECT id FROM faroe_email_update_request WHERE user_id = :userId ORDER BY id FOR UPDATE
			) AS doomed ON request.id = doomed.id
			WHEN MATCHED THEN DELETE""")
	Mono<Integer> deleteEmailUpdateRequests(String userId);

}
