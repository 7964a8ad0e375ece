package dev.faroe.user;

import java.time.Instant;
import java.util.Collection;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Modifying;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The users in the database. Whether an email address is free is decided by a unique
 * index, never by looking first.
 */
interface UserRepository extends Repository<StoredUser, String>, UserLookup, UserListing {

	/**
	 * Tell whether a user exists.
	 */
	@Query("SELECT EXISTS (SELECT 1 FROM {user} WHERE id = :id)")
	Mono<Boolean> existsById(String id);

	/**
	 * Find out which users exist.
	 * @param ids ids, at least one
	 */
	@Query("SELECT id FROM {user} WHERE id IN (:ids)")
	Flux<String> findExistingIds(Collection<String> ids);

	/**
	 * Insert a user.
	 * @param email the address, in lower case, or {@code null}
	 * @return the number of rows, or an error signal with a
	 * {@link org.springframework.dao.DuplicateKeyException} if the address is taken
	 */
	@Modifying
	@Query("""
			INSERT INTO {user} (id, created_at, email, email_verified, password_hash, recovery_code)
			VALUES (:id, :createdAt, :email, FALSE, :passwordHash, :recoveryCode)""")
	Mono<Integer> insert(String id, Instant createdAt, @Nullable String email, String passwordHash,
			String recoveryCode);

	/**
	 * Replace what is stored as the recovery code.
	 * @return the number of rows, 0 if something else is stored by now
	 */
	@Modifying
	@Query("UPDATE {user} SET recovery_code = :replacement WHERE id = :id AND recovery_code = :expected")
	Mono<Integer> replaceRecoveryCode(String id, String expected, String replacement);

	/**
	 * Delete a user and, through the foreign keys, everything that belongs to the user.
	 * @return the number of rows, 0 if there is no such user
	 */
	@Modifying
	@Query("DELETE FROM {user} WHERE id = :id")
	Mono<Integer> deleteById(String id);

}
