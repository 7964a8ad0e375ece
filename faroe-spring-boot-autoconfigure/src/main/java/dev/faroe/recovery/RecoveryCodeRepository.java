package dev.faroe.recovery;

import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The recovery codes of the users. Which of several uses of one code comes first is
 * decided by the statement that replaces it.
 */
interface RecoveryCodeRepository extends Repository<RecoveryCredential, String> {

	/**
	 * Find the recovery code of a user.
	 * @return the user's id and code, or nothing
	 */
	@Query("SELECT id, recovery_code FROM {user} WHERE id = :userId")
	Mono<RecoveryCredential> findByUserId(String userId);

	/**
	 * Replace a code that has been used. Whoever has it need not wait for wrong codes of
	 * an authenticator to be forgotten.
	 * @return the number of rows, 0 if something else is stored by now, or the user is
	 * disabled
	 */
	@Modifying
	@Query("""
			UPDATE {user} SET recovery_code = :replacement, factor_failures = 0
			WHERE id = :userId AND recovery_code = :expected AND disabled_at IS NULL""")
	Mono<Integer> replace(String userId, String expected, String replacement);

	/**
	 * Replace a code, whatever it is.
	 * @return the number of rows, 0 if there is no such user
	 */
	@Modifying
	@Query("UPDATE {user} SET recovery_code = :replacement WHERE id = :userId")
	Mono<Integer> renew(String userId, String replacement);

}
