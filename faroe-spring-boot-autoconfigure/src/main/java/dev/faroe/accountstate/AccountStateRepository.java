package dev.faroe.accountstate;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The states of users in the database.
 */
interface AccountStateRepository extends Repository<AccountStateRow, String>, AccountStateLookup {

	/**
	 * Disable a user.
	 * @return the number of rows, 0 if the user is disabled already
	 */
	@Modifying
	@Query("""
			UPDATE {table} SET disabled_at = :now, disabled_reason = :reason
			WHERE id = :userId AND disabled_at IS NULL""")
	Mono<Integer> disable(String userId, Instant now, @Nullable String reason);

	/**
	 * Replace the reason of a user who is disabled.
	 */
	@Modifying
	@Query("UPDATE {table} SET disabled_reason = :reason WHERE id = :userId AND disabled_at IS NOT NULL")
	Mono<Integer> setReason(String userId, @Nullable String reason);

	/**
	 * Enable a user.
	 * @return the number of rows, 0 if the user is not disabled
	 */
	@Modifying
	@Query("""
			UPDATE {table} SET disabled_at = NULL, disabled_reason = NULL
			WHERE id = :userId AND disabled_at IS NOT NULL""")
	Mono<Integer> enable(String userId);

}
