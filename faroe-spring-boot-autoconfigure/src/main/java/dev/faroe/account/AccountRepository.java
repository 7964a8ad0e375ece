package dev.faroe.account;

import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The rows of users. Whether an email address is free is decided by a unique index, never
 * by looking first.
 */
interface AccountRepository extends Repository<Account, String> {

	/** What requests of a user depend on. */
	String BASIS = "password_hash || ' ' || COALESCE(email, '')";

	@Query("SELECT EXISTS (SELECT 1 FROM {table} WHERE id = :userId)")
	Mono<Boolean> exists(String userId);

	@Query("SELECT EXISTS (SELECT 1 FROM {table} WHERE email = :email)")
	Mono<Boolean> existsByEmail(String email);

	@Query("SELECT {columns} FROM {table} WHERE id = :userId FOR UPDATE")
	Mono<Account> lock(String userId);

	@Query("SELECT " + BASIS + " FROM {table} WHERE id = :userId AND disabled_at IS NULL")
	Mono<String> findBasis(String userId);

	@Query("SELECT {columns} FROM {table} WHERE id = :userId AND disabled_at IS NULL AND " + BASIS
			+ " = :basis FOR UPDATE")
	Mono<Account> lockUnchanged(String userId, String basis);

	@Query("SELECT sessions_since FROM {table} WHERE id = :userId")
	Mono<Long> findSessionsSince(String userId);

	@Modifying
	@Query("UPDATE {table} SET sessions_since = :since WHERE id = :userId")
	Mono<Integer> setSessionsSince(String userId, long since);

	@Modifying
	@Query("UPDATE {table} SET email_verified = TRUE WHERE id = :userId AND email IS NOT NULL")
	Mono<Integer> markEmailVerified(String userId);

	@Modifying
	@Query("UPDATE {table} SET email = :email, email_verified = TRUE WHERE id = :userId")
	Mono<Integer> setEmail(String userId, String email);

	@Modifying
	@Query("UPDATE {table} SET password_hash = :passwordHash, password_failures = 0 WHERE id = :userId")
	Mono<Integer> setPassword(String userId, String passwordHash);

	@Query("SELECT factor_failures FROM {table} WHERE id = :userId")
	Mono<Integer> findFactorFailures(String userId);

	@Query("SELECT password_failures FROM {table} WHERE id = :userId")
	Mono<Integer> findPasswordFailures(String userId);

	@Modifying
	@Query("""
			UPDATE {table} SET factor_failures = factor_failures + 1
			WHERE id = :userId AND factor_failures < :maxFailures""")
	Mono<Integer> chargeFactorFailure(String userId, int maxFailures);

	@Modifying
	@Query("UPDATE {table} SET factor_failures = factor_failures - 1 WHERE id = :userId AND factor_failures > 0")
	Mono<Integer> giveBackFactorFailure(String userId);

	@Modifying
	@Query("UPDATE {table} SET factor_failures = 0 WHERE id = :userId AND factor_failures > 0")
	Mono<Integer> clearFactorFailures(String userId);

	@Modifying
	@Query("""
			UPDATE {table} SET password_failures = password_failures + 1
			WHERE id = :userId AND password_failures < :maxFailures""")
	Mono<Integer> chargePasswordFailure(String userId, int maxFailures);

	@Modifying
	@Query("""
			UPDATE {table} SET password_failures = password_failures - 1
			WHERE id = :userId AND password_failures > 0""")
	Mono<Integer> giveBackPasswordFailure(String userId);

	@Modifying
	@Query("UPDATE {table} SET password_failures = 0 WHERE id = :userId AND password_failures > 0")
	Mono<Integer> clearPasswordFailures(String userId);

}
