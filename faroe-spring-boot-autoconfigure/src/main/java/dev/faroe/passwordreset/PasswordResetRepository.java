package dev.faroe.passwordreset;

import java.time.Instant;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The password reset requests in the database. Every statement that a race could decide
 * repeats its conditions: what another statement has changed meanwhile shows in the
 * number of rows.
 */
public interface PasswordResetRepository extends Repository<StoredPasswordResetRequest, String> {

	/** What every statement that reads requests starts with. */
	String SELECT = """
			SELECT id, user_id, created_at, expires_at, code_hash, verified
			FROM faroe_password_reset_request""";

	/**
	 * Find a request.
	 * @param id the request's id
	 * @param now the time
	 * @return the request, or nothing if there is none or it has expired
	 */
	@Query(SELECT + " WHERE id = :id AND expires_at > :now")
	Mono<StoredPasswordResetRequest> findById(String id, Instant now);

	/**
	 * Find the requests of a user that have not expired, oldest first.
	 * @param userId the user's id
	 * @param now the time
	 * @return the requests
	 */
	@Query(SELECT + " WHERE user_id = :userId AND expires_at > :now ORDER BY created_at, id")
	Flux<StoredPasswordResetRequest> findByUserId(String userId, Instant now);

	/**
	 * Find what requests of a user depend on: the password and the email address.
	 * @param userId the user's id
	 * @return a text that is another one when either has changed, or nothing if there is
	 * no such user; a secret
	 */
	@Query("SELECT password_hash || ' ' || COALESCE(email, '') FROM faroe_user WHERE id = :userId")
	Mono<String> findAccount(String userId);

	/**
	 * Let nobody change the password or the email address of a user until the transaction
	 * ends, unless somebody has already.
	 * @param userId the user's id
	 * @param account what {@link #findAccount} found
	 * @return the user's id, or nothing if there is no such user or something has changed
	 */
	@Query("""
			SELECT id FROM faroe_user
			WHERE id = :userId AND password_hash || ' ' || COALESCE(email, '') = :account FOR UPDATE""")
	Mono<String> lockUnchangedAccount(String userId, String account);

	/**
	 * Insert a request that is not verified.
	 * @param id the id
	 * @param userId the user's id
	 * @param createdAt when the request was created
	 * @param expiresAt when it becomes void
	 * @param codeHash the hash of the code
	 * @return the number of rows
	 */
	@Modifying
	@Query("""
			INSERT INTO faroe_password_reset_request
				(id, user_id, created_at, expires_at, code_hash, verified, attempts, failed_attempts)
			VALUES (:id, :userId, :createdAt, :expiresAt, :codeHash, FALSE, 0, 0)""")
	Mono<Integer> insert(String id, String userId, Instant createdAt, Instant expiresAt, String codeHash);

	/**
	 * Count an attempt at the code, before it is made.
	 * @param id the request's id
	 * @param maxAttempts the number of attempts that a request allows
	 * @param now the time
	 * @return the number of rows, 0 if no attempt is left or there is no such request
	 */
	@Modifying
	@Query("""
			UPDATE faroe_password_reset_request SET attempts = attempts + 1
			WHERE id = :id AND attempts < :maxAttempts AND expires_at > :now""")
	Mono<Integer> chargeAttempt(String id, int maxAttempts, Instant now);

	/**
	 * Take back the charge of an attempt that was never judged.
	 * @param id the request's id
	 * @return the number of rows
	 */
	@Modifying
	@Query("UPDATE faroe_password_reset_request SET attempts = attempts - 1 WHERE id = :id AND attempts > 0")
	Mono<Integer> giveBackAttempt(String id);

	/**
	 * Count a wrong code.
	 * @param id the request's id
	 * @return the number of rows
	 */
	@Modifying
	@Query("UPDATE faroe_password_reset_request SET failed_attempts = failed_attempts + 1 WHERE id = :id")
	Mono<Integer> recordFailure(String id);

	/**
	 * Delete a request whose attempts have all failed.
	 * @param id the request's id
	 * @param maxAttempts the number of attempts that a request allows
	 * @return the number of rows, 0 if an attempt is left
	 */
	@Modifying
	@Query("DELETE FROM faroe_password_reset_request WHERE id = :id AND failed_attempts >= :maxAttempts")
	Mono<Integer> deleteFailed(String id, int maxAttempts);

	/**
	 * Mark a request as verified.
	 * @param id the request's id
	 * @param now the time
	 * @return the number of rows, 0 if there is no such request any more
	 */
	@Modifying
	@Query("""
			UPDATE faroe_password_reset_request SET verified = TRUE
			WHERE id = :id AND expires_at > :now""")
	Mono<Integer> verify(String id, Instant now);

	/**
	 * Delete a verified request, so that it resets one password.
	 * @param id the request's id
	 * @param now the time
	 * @return the number of rows, 0 if there is no such request any more
	 */
	@Modifying
	@Query("DELETE FROM faroe_password_reset_request WHERE id = :id AND verified = TRUE AND expires_at > :now")
	Mono<Integer> deleteVerified(String id, Instant now);

	/**
	 * Delete a request.
	 * @param id the request's id
	 * @param now the time
	 * @return the number of rows, 0 if there is no such request or it has expired
	 */
	@Modifying
	@Query("DELETE FROM faroe_password_reset_request WHERE id = :id AND expires_at > :now")
	Mono<Integer> deleteById(String id, Instant now);

	/**
	 * Delete the requests of a user.
	 * @param userId the user's id
	 * @return the number of rows
	 */
	@Modifying
	@Query("DELETE FROM faroe_password_reset_request WHERE user_id = :userId")
	Mono<Integer> deleteByUserId(String userId);

	/**
	 * Delete expired password reset requests that no other statement is working on, the
	 * oldest first.
	 * @param now the current time
	 * @param limit the greatest number of requests to delete
	 * @return the number of rows
	 */
	@Modifying
	@Query("""
			MERGE INTO faroe_password_reset_request AS request
			USING (
				SELECT id FROM faroe_password_reset_request WHERE expires_at <= :now
				ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED
			) AS expired ON request.id = expired.id
			WHEN MATCHED THEN DELETE""")
	Mono<Integer> deleteExpired(Instant now, int limit);

}
