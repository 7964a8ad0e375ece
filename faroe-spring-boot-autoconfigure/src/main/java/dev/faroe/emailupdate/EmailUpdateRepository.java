package dev.faroe.emailupdate;

import java.time.Instant;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The email update requests in the database. An expired request is not found, even while
 * its row is still there.
 * <p>
 * The attempts at a request's code are counted in its row, before each is judged: they
 * hold across instances and restarts. Statements that delete several rows lock them in
 * the order of their ids, so that parallel ones do not wait for each other. Both
 * databases evaluate the source of a MERGE once, which a subquery in a condition is not
 * sure of.
 */
public interface EmailUpdateRepository extends Repository<StoredEmailUpdateRequest, String> {

	/** What every statement that reads requests starts with. */
	String SELECT = "SELECT id, user_id, created_at, expires_at, email, code FROM faroe_email_update_request";

	/**
	 * Find a request.
	 * @param id the request's id
	 * @param now the current time
	 * @return the request, or nothing
	 */
	@Query(SELECT + " WHERE id = :id AND expires_at > :now")
	Mono<StoredEmailUpdateRequest> findById(String id, Instant now);

	/**
	 * Find the requests of a user.
	 * @param userId the user's id
	 * @param now the current time
	 * @return the requests, the oldest first
	 */
	@Query(SELECT + " WHERE user_id = :userId AND expires_at > :now ORDER BY created_at, id")
	Flux<StoredEmailUpdateRequest> findAllByUserId(String userId, Instant now);

	/**
	 * Insert a request.
	 * @param id the id
	 * @param userId the user's id
	 * @param createdAt when the request was created
	 * @param expiresAt when the request expires
	 * @param email the new address
	 * @param code the code, as it is stored
	 * @return the number of rows, or an error signal with a
	 * {@link org.springframework.dao.DataIntegrityViolationException} if there is no such
	 * user
	 */
	@Modifying
	@Query("""
			INSERT INTO faroe_email_update_request
				(id, user_id, created_at, expires_at, email, code, attempts, failed_attempts)
			VALUES (:id, :userId, :createdAt, :expiresAt, :email, :code, 0, 0)""")
	Mono<Integer> insert(String id, String userId, Instant createdAt, Instant expiresAt, String email, String code);

	/**
	 * Charge an attempt, unless as many as a request takes have been charged.
	 * @param id the request's id
	 * @param maxAttempts the number of attempts that a request takes
	 * @param now the current time
	 * @return the number of rows, 0 if there is no such request or it takes no more
	 */
	@Modifying
	@Query("""
			UPDATE faroe_email_update_request SET attempts = attempts + 1
			WHERE id = :id AND attempts < :maxAttempts AND expires_at > :now""")
	Mono<Integer> chargeAttempt(String id, int maxAttempts, Instant now);

	/**
	 * Give back an attempt that has been charged.
	 * @param id the request's id
	 * @return the number of rows, 0 if there is no such request any more
	 */
	@Modifying
	@Query("UPDATE faroe_email_update_request SET attempts = attempts - 1 WHERE id = :id AND attempts > 0")
	Mono<Integer> giveBackAttempt(String id);

	/**
	 * Count an attempt that failed.
	 * @param id the request's id
	 * @return the number of rows, 0 if there is no such request any more
	 */
	@Modifying
	@Query("UPDATE faroe_email_update_request SET failed_attempts = failed_attempts + 1 WHERE id = :id")
	Mono<Integer> countFailure(String id);

	/**
	 * Delete a request if all the attempts that it takes have failed.
	 * @param id the request's id
	 * @param maxAttempts the number of attempts that a request takes
	 * @return the number of rows
	 */
	@Modifying
	@Query("DELETE FROM faroe_email_update_request WHERE id = :id AND failed_attempts >= :maxAttempts")
	Mono<Integer> deleteExhausted(String id, int maxAttempts);

	/**
	 * Delete a request if it has not expired.
	 * @param id the request's id
	 * @param now the current time
	 * @return the number of rows, 0 if there is no such request
	 */
	@Modifying
	@Query("DELETE FROM faroe_email_update_request WHERE id = :id AND expires_at > :now")
	Mono<Integer> deleteUnexpired(String id, Instant now);

	/**
	 * Let nobody else change a user until the transaction ends: the user comes first in
	 * everything that locks several requests.
	 * @param userId the user's id
	 * @return the user's id, or nothing if there is no such user
	 */
	@Query("SELECT id FROM faroe_user WHERE id = :userId FOR UPDATE")
	Mono<String> lockUser(String userId);

	/**
	 * Delete the requests of a user.
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
	Mono<Integer> deleteAllByUserId(String userId);

	/**
	 * Delete the requests of all users for an address.
	 * @param email the address
	 * @return the number of rows
	 */
	@Modifying
	@Query("""
			MERGE INTO faroe_email_update_request AS request
			USING (
				SELECT id FROM faroe_email_update_request WHERE email = :email ORDER BY id FOR UPDATE
			) AS doomed ON request.id = doomed.id
			WHEN MATCHED THEN DELETE""")
	Mono<Integer> deleteAllByEmail(String email);

	/**
	 * Delete expired requests that no other statement is working on, the oldest first.
	 * @param now the current time
	 * @param limit the greatest number of requests to delete
	 * @return the number of rows
	 */
	@Modifying
	@Query("""
			MERGE INTO faroe_email_update_request AS request
			USING (
				SELECT id FROM faroe_email_update_request WHERE expires_at <= :now
				ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED
			) AS expired ON request.id = expired.id
			WHEN MATCHED THEN DELETE""")
	Mono<Integer> deleteExpired(Instant now, int limit);

}
