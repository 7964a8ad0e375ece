package dev.faroe.emailverification;

import java.time.Instant;

import dev.faroe.coderequest.CodeRequestRepository;
import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;

/**
 * The email verification requests in the database. A user has at most one.
 */
interface EmailVerificationRepository extends CodeRequestRepository<StoredEmailVerificationRequest> {

	/**
	 * Insert the request of a user who has none. It is a
	 * {@link org.springframework.dao.DuplicateKeyException} if there is one, expired or
	 * not.
	 */
	@Modifying
	@Query("""
			INSERT INTO {table} (user_id, created_at, expires_at, code)
			VALUES (:userId, :createdAt, :expiresAt, :code)""")
	Mono<Integer> insert(String userId, Instant createdAt, Instant expiresAt, String code);

	/**
	 * Replace the request of a user, expired or not.
	 */
	@Modifying
	@Query("""
			UPDATE {table} SET created_at = :createdAt, expires_at = :expiresAt, code = :code
			WHERE user_id = :userId""")
	Mono<Integer> replace(String userId, Instant createdAt, Instant expiresAt, String code);

}
