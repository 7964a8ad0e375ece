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

	/**
	 * Find the credential of a user.
	 * @return the credential, or nothing
	 */
	@Query("SELECT id, password_hash FROM {user} WHERE id = :userId")
	Mono<PasswordCredential> findByUserId(String userId);

	/**
	 * Find the credential of the user with an email address.
	 * @return the credential, or nothing
	 */
	@Query("SELECT id, password_hash FROM {user} WHERE email = :email")
	Mono<PasswordCredential> findByEmail(String email);

	/**
	 * Find the credential of a user if the hash is still the one that was looked at.
	 * @return the credential, or nothing if the user has another hash by now
	 */
	@Query("SELECT id, password_hash FROM {user} WHERE id = :userId AND password_hash = :passwordHash")
	Mono<PasswordCredential> findUnchanged(String userId, String passwordHash);

	/**
	 * Replace a hash.
	 * @return the number of rows, 0 if the user has another hash by now
	 */
	@Modifying
	@Query("UPDATE {user} SET password_hash = :replacement WHERE id = :userId AND password_hash = :expected")
	Mono<Integer> replace(String userId, String expected, String replacement);

}
