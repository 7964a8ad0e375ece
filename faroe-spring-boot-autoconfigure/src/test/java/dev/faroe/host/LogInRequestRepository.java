package dev.faroe.host;

import java.time.Instant;

import dev.faroe.coderequest.CodeRequestRepository;
import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;

interface LogInRequestRepository extends CodeRequestRepository<StoredLogInRequest> {

	@Modifying
	@Query("""
			INSERT INTO {table} ({columns}, attempts, failed_attempts)
			VALUES (:id, :userId, :createdAt, :expiresAt, :code, 0, 0)""")
	Mono<Integer> insert(String id, String userId, Instant createdAt, Instant expiresAt, String code);

}
