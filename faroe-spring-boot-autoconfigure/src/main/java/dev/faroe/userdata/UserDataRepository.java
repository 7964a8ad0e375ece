package dev.faroe.userdata;

import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The rows of users.
 */
interface UserDataRepository extends Repository<UserDataRow, String> {

	/**
	 * Find a user, whom nobody else changes until the transaction ends. With a statement
	 * for each feature, the data would otherwise be that of several moments: each sees
	 * what has been committed before it, and the driver of H2 knows no higher isolation.
	 * @return the user, or nothing
	 */
	@Query("SELECT {columns} FROM {table} WHERE id = :userId FOR UPDATE")
	Mono<UserDataRow> lock(String userId);

}
