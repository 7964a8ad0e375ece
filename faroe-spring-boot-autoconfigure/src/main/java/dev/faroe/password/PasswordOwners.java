package dev.faroe.password;

import java.util.Objects;

import dev.faroe.secondfactor.SecondFactors;
import dev.faroe.sql.FaroeDatabase;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;

/**
 * Finds out whose password it is. Not asked unless a rule depends on that.
 */
final class PasswordOwners {

	private final DatabaseClient databaseClient;

	private final String statement;

	PasswordOwners(FaroeDatabase database, SecondFactors factors) {
		this.databaseClient = database.client();
		this.statement = database
			.statement("SELECT email, %s FROM {user} WHERE id = $1".formatted(factors.typesOf("{user}.id")));
	}

	/**
	 * Find the owner of a password.
	 * @return the owner, or nothing if there is no such user
	 */
	Mono<PasswordOwner> find(String userId) {
		return this.databaseClient.sql(this.statement).bind(0, userId).map(PasswordOwners::read).one();
	}

	private static PasswordOwner read(Readable row) {
		return new PasswordOwner(row.get(0, String.class), !Objects.requireNonNull(row.get(1, String.class)).isBlank());
	}

}
