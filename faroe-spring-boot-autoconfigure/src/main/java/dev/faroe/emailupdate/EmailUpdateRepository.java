package dev.faroe.emailupdate;

import java.time.Instant;

import dev.faroe.coderequest.CodeRequestRepository;
import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;

/**
 * The email update requests in the database.
 */
interface EmailUpdateRepository extends CodeRequestRepository<StoredEmailUpdateRequest> {

	@Modifying
	@Query("""
			INSERT INTO {table} ({columns}, attempts, failed_attempts)
			VALUES (:id, :userId, :createdAt, :expiresAt, :email, :code, 0, 0)""")
	Mono<Integer> insert(String id, String userId, Instant createdAt, Instant expiresAt, String email, String code);

	/**
	 * Delete the requests of all users for an address.
	 */
	@Modifying
	@Query("""
			MERGE INTO {table} AS request
			USING (
				SELECT id FROM {table} WHERE email = :email ORDER BY id FOR UPDATE
			) AS doomed ON request.id = doomed.id
			WHEN MATCHED THEN DELETE""")
	Mono<Integer> deleteByEmail(String email);

}
