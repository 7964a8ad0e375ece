package dev.faroe.logincode;

import java.time.Instant;

import dev.faroe.coderequest.CodeRequestRepository;
import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;

/**
 * The log-in requests in the database.
 */
interface LogInRequestRepository extends CodeRequestRepository<StoredLogInRequest> {

	/**
	 * Insert a request.
	 */
	@Modifying
	@Query("""
			INSERT INTO {table} (id, user_id, created_at, expires_at, code_hash, attempts, failed_attempts)
			VALUES (:id, :userId, :createdAt, :expiresAt, :codeHash, 0, 0)""")
	Mono<Integer> insert(String id, String userId, Instant createdAt, Instant expiresAt, String codeHash);

}
