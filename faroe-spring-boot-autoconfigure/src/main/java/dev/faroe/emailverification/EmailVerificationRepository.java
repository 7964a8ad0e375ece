package dev.faroe.emailverification;

import java.time.Instant;

import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The email verification requests in the database. An expired request is not found, even
 * while its row is still there.
 */
public interface EmailVerificationRepository extends Repository<StoredEmailVerificationRequest, String> {

	/**
	 * Find the request of a user.
	 * @param userId the user's id
	 * @param now the current time
	 * @return the request, or nothing
	 */
	@Query("""
			SELECT user_id, created_at, expires_at, code FROM faroe_email_verification_request
			WHERE user_id = :userId AND expires_at > :now""")
	Mono<StoredEmailVerificationRequest> findByUserId(String userId, Instant now);

	/**
	 * Insert the request of a user who has none.
	 * @param userId the user's id
	 * @param createdAt when the request was created
	 * @param expiresAt when the request expires
	 * @param code the code, as it is stored
	 * @return the number of rows, or an error signal with a
	 * {@link org.springframework.dao.DuplicateKeyException} if the user has a request,
	 * expired or not, or another
	 * {@link org.springframework.dao.DataIntegrityViolationException} if there is no such
	 * user
	 */
	@Modifying
	@Query("""
			INSERT INTO faroe_email_verification_request (user_id, created_at, expires_at, code)
			VALUES (:userId, :createdAt, :expiresAt, :code)""")
	Mono<Integer> insert(String userId, Instant createdAt, Instant expiresAt, String code);

	/**
	 * Replace the request of a user, expired or not.
	 * @param userId the user's id
	 * @param createdAt when the request was created
	 * @param expiresAt when the request expires
	 * @param code the code, as it is stored
	 * @return the number of rows, 0 if the user has none
	 */
	@Modifying
	@Query("""
			UPDATE faroe_email_verification_request
			SET created_at = :createdAt, expires_at = :expiresAt, code = :code
			WHERE user_id = :userId""")
	Mono<Integer> replace(String userId, Instant createdAt, Instant expiresAt, String code);

	/**
	 * Delete the request of a user if it has not expired.
	 * @param userId the user's id
	 * @param now the current time
	 * @return the number of rows, 0 if the user has none
	 */
	@Modifying
	@Query("DELETE FROM faroe_email_verification_request WHERE user_id = :userId AND expires_at > :now")
	Mono<Integer> deleteUnexpired(String userId, Instant now);

	/**
	 * Delete the request of a user if it has not expired and has not been replaced.
	 * @param userId the user's id
	 * @param code the code of the request, as it is stored
	 * @param now the current time
	 * @return the number of rows, 0 if the user has no such request
	 */
	@Modifying
	@Query("""
			DELETE FROM faroe_email_verification_request
			WHERE user_id = :userId AND code = :code AND expires_at > :now""")
	Mono<Integer> deleteUnexpired(String userId, String code, Instant now);

	/**
	 * Delete the request of a user, expired or not.
	 * @param userId the user's id
	 * @return the number of rows
	 */
	@Modifying
	@Query("DELETE FROM faroe_email_verification_request WHERE user_id = :userId")
	Mono<Integer> deleteByUserId(String userId);

	/**
	 * Delete expired requests that no other statement is working on, the oldest first.
	 * @param now the current time
	 * @param limit the greatest number of requests to delete
	 * @return the number of rows
	 */
	@Modifying
	@Query("""
			MERGE INTO faroe_email_verification_request AS request
			USING (
				SELECT user_id FROM faroe_email_verification_request WHERE expires_at <= :now
				ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED
			) AS expired ON request.user_id = expired.user_id
			WHEN MATCHED THEN DELETE""")
	Mono<Integer> deleteExpired(Instant now, int limit);

}
