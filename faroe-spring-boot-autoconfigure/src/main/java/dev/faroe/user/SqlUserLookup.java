package dev.faroe.user;

import dev.faroe.EmailAddress;
import dev.faroe.secondfactor.SecondFactors;
import dev.faroe.sql.FaroeDatabase;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;

/**
 * Finds a user with one statement, the parameter of which is where the database expects
 * it: nothing is left to do for each call.
 */
final class SqlUserLookup implements UserLookup {

	private final DatabaseClient databaseClient;

	private final String byId;

	private final String byIdAndHash;

	private final String byEmail;

	SqlUserLookup(FaroeDatabase database, SecondFactors factors) {
		this.databaseClient = database.client();
		this.byId = database.statement(StoredUser.select(factors) + " WHERE id = $1");
		this.byIdAndHash = this.byId + " AND password_hash = $2 AND disabled_at IS NULL";
		this.byEmail = database.statement(StoredUser.select(factors) + " WHERE email = $1");
	}

	@Override
	public Mono<StoredUser> findById(String id) {
		return find(this.byId, id);
	}

	@Override
	public Mono<StoredUser> findByIdAndPasswordHash(String id, String passwordHash) {
		return this.databaseClient.sql(this.byIdAndHash).bind(0, id).bind(1, passwordHash).map(StoredUser::read).one();
	}

	@Override
	public Mono<StoredUser> findByEmail(EmailAddress email) {
		return find(this.byEmail, email.value());
	}

	private Mono<StoredUser> find(String sql, String value) {
		return this.databaseClient.sql(sql).bind(0, value).map(StoredUser::read).one();
	}

}
