package dev.faroe.password;

import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The password hashes of the users. A hash is only ever replaced if it is still the one
 * that was looked at.
 */
interface PasswordRepository extends Repository<PasswordCredential, String> {

	/** What every statement that reads credentials starts with. */
	String SELECT = "SELECT id, password_hash, disabled_at IS NOT NULL AS disabled, email_verified FROM {user}";

	/**
	 * Find the credential of a user.
	 * @return the credential, or nothing
	 */
	@Query(SELECT + " WHERE id = :userId")
	Mono<PasswordCredential> findByUserId(String userId);

	/**
	 * Find the credential of the user with an email address.
	 * @return the credential, or nothing
	 */
	@Query(SELECT + " WHERE email = :email")
	Mono<PasswordCredential> findByEmail(String email);

	/**
	 * Find the credential of a user if the hash is still the one that was looked at.
	 * @return the credential, or nothing if the user has another hash by now, or is
	 * disabled
	 */
	@Query(SELECT + " WHERE id = :userId AND password_hash = :passwordHash AND disabled_at IS NULL")
	Mono<PasswordCredential> findUnchanged(String userId, String passwordHash);

	/**
	 * Replace a hash.
	 * @return the number of rows, 0 if the user has another hash by now
	 */
	@Modifying
	@Query("UPDATE {user} SET password_hash = :replacement WHERE id = :userId AND password_hash = :expected")
	Mono<Integer> replace(String userId, String expected, String replacement);

}
