package dev.faroe.coderequest;

import java.time.Instant;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.data.repository.Repository;

/**
 * What all kinds of requests ask of their tables. Extend it by the statement that inserts
 * a request, and by those that one kind alone needs. The table has the columns
 * {@code user_id}, {@code created_at}, {@code expires_at} and one for the code, and, if
 * attempts are counted in it, {@code attempts} and {@code failed_attempts}.
 * <p>
 * An expired request is not found, even while its row is still there. Every statement
 * that a race could decide repeats its conditions: what another has changed meanwhile
 * shows in the number of rows. Statements that delete several rows lock them in the order
 * of their keys, so that parallel ones do not wait for each other; both databases
 * evaluate the source of a MERGE once, which a subquery in a condition is not sure of.
 *
 * @param <T> the entity
 */
@NoRepositoryBean
public interface CodeRequestRepository<T extends StoredCodeRequest> extends Repository<T, String> {

	/**
	 * Find a request.
	 * @param id the key
	 * @param now the current time
	 * @return the request, or nothing
	 */
	@Query("SELECT {columns} FROM {table} WHERE {key} = :id AND expires_at > :now")
	Mono<T> find(String id, Instant now);

	/**
	 * Find the requests of a user.
	 * @param userId the user's id
	 * @param now the current time
	 * @return the requests, the oldest first
	 */
	@Query("""
			SELECT {columns} FROM {table} WHERE user_id = :userId AND expires_at > :now
			ORDER BY created_at, {key}""")
	Flux<T> findByUser(String userId, Instant now);

	/**
	 * Charge an attempt at the code, unless as many as a request takes have been charged.
	 * @param id the key
	 * @param maxAttempts the number of attempts that a request takes
	 * @param now the current time
	 * @return the number of rows, 0 if there is no such request or it takes no more
	 */
	@Modifying
	@Query("""
			UPDATE {table} SET attempts = attempts + 1
			WHERE {key} = :id AND attempts < :maxAttempts AND expires_at > :now""")
	Mono<Integer> chargeAttempt(String id, int maxAttempts, Instant now);

	/**
	 * Give back an attempt that was charged.
	 * @param id the key
	 * @return the number of rows
	 */
	@Modifying
	@Query("UPDATE {table} SET attempts = attempts - 1 WHERE {key} = :id AND attempts > 0")
	Mono<Integer> giveBackAttempt(String id);

	/**
	 * Count an attempt that failed.
	 * @param id the key
	 * @return the number of rows
	 */
	@Modifying
	@Query("UPDATE {table} SET failed_attempts = failed_attempts + 1 WHERE {key} = :id")
	Mono<Integer> countFailure(String id);

	/**
	 * Delete a request if all the attempts that it takes have failed.
	 * @param id the key
	 * @param maxAttempts the number of attempts that a request takes
	 * @return the number of rows
	 */
	@Modifying
	@Query("DELETE FROM {table} WHERE {key} = :id AND failed_attempts >= :maxAttempts")
	Mono<Integer> deleteExhausted(String id, int maxAttempts);

	/**
	 * Delete a request that has not expired.
	 * @param id the key
	 * @param now the current time
	 * @return the number of rows
	 */
	@Modifying
	@Query("DELETE FROM {table} WHERE {key} = :id AND expires_at > :now")
	Mono<Integer> delete(String id, Instant now);

	/**
	 * Delete a request that has not expired and not been replaced by another of the same
	 * key.
	 * @param id the key
	 * @param code the code, as it is stored
	 * @param now the current time
	 * @return the number of rows
	 */
	@Modifying
	@Query("DELETE FROM {table} WHERE {key} = :id AND {.code} = :code AND expires_at > :now")
	Mono<Integer> deleteUnlessReplaced(String id, String code, Instant now);

	/**
	 * Delete the requests of a user, expired or not.
	 * @param userId the user's id
	 * @return the number of rows
	 */
	@Modifying
	@Query("""
			MERGE INTO {table} AS request
			USING (
				SELECT {key} FROM {table} WHERE user_id = :userId ORDER BY {key} FOR UPDATE
			) AS doomed ON request.{key} = doomed.{key}
			WHEN MATCHED THEN DELETE""")
	Mono<Integer> deleteByUser(String userId);

	/**
	 * Delete expired requests that no other statement is working on, the oldest first.
	 * @param now the current time
	 * @param limit the greatest number of requests to delete
	 * @return the number of rows
	 */
	@Modifying
	@Query("""
			MERGE INTO {table} AS request
			USING (
				SELECT {key} FROM {table} WHERE expires_at <= :now
				ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED
			) AS expired ON request.{key} = expired.{key}
			WHEN MATCHED THEN DELETE""")
	Mono<Integer> deleteExpired(Instant now, int limit);

}
