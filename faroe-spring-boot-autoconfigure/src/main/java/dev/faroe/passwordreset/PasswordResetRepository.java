package dev.faroe.passwordreset;

import java.time.Instant;

import dev.faroe.coderequest.CodeRequestRepository;
import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;

/**
 * The password reset requests in the database.
 */
interface PasswordResetRepository extends CodeRequestRepository<StoredPasswordResetRequest> {

	/**
	 * Insert a request that is not verified.
	 */
	@Modifying
	@Query("""
			INSERT INTO {table} (id, user_id, created_at, expires_at, code_hash, verified, attempts, failed_attempts)
			VALUES (:id, :userId, :createdAt, :expiresAt, :codeHash, FALSE, 0, 0)""")
	Mono<Integer> insert(String id, String userId, Instant createdAt, Instant expiresAt, String codeHash);

	@Modifying
	@Query("UPDATE {table} SET verified = TRUE WHERE id = :id AND expires_at > :now")
	Mono<Integer> markVerified(String id, Instant now);

	/**
	 * Delete a verified request, so that it resets one password.
	 */
	@Modifying
	@Query("DELETE FROM {table} WHERE id = :id AND verified = TRUE AND expires_at > :now")
	Mono<Integer> deleteVerified(String id, Instant now);

}
