package dev.faroe.user;

import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.core.R2dbcEntityOperations;
import org.springframework.r2dbc.core.DatabaseClient;

/**
 * Finds a user with one statement, the parameter of which is where the database expects
 * it: nothing is left to do for each call.
 */
public final class SqlUserLookup implements UserLookup {

	private static final String BY_ID = UserRepository.SELECT + " WHERE id = $1";

	private static final String BY_ID_AND_HASH = BY_ID + " AND password_hash = $2";

	private static final String BY_EMAIL = UserRepository.SELECT + " WHERE email = $1";

	private final DatabaseClient databaseClient;

	/**
	 * Create a lookup.
	 * @param operations what runs the statements
	 */
	public SqlUserLookup(R2dbcEntityOperations operations) {
		this.databaseClient = operations.getDatabaseClient();
	}

	@Override
	public Mono<StoredUser> findById(String id) {
		return find(BY_ID, id);
	}

	@Override
	public Mono<StoredUser> findByIdAndPasswordHash(String id, String passwordHash) {
		return this.databaseClient.sql(BY_ID_AND_HASH).bind(0, id).bind(1, passwordHash).map(UserRow::read).one();
	}

	@Override
	public Mono<StoredUser> findByEmail(String email) {
		return find(BY_EMAIL, email);
	}

	private Mono<StoredUser> find(String sql, String value) {
		return this.databaseClient.sql(sql).bind(0, value).map(UserRow::read).one();
	}

}
