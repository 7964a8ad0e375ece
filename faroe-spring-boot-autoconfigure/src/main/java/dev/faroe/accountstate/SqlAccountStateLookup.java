package dev.faroe.accountstate;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

import dev.faroe.secondfactor.SecondFactors;
import dev.faroe.sql.FaroeDatabase;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;

/**
 * Finds a state with one statement, the parameter of which is where the database expects
 * it: nothing is left to do for each call.
 */
final class SqlAccountStateLookup implements AccountStateLookup {

	private final DatabaseClient databaseClient;

	private final String sql;

	SqlAccountStateLookup(FaroeDatabase database, SecondFactors factors) {
		this.databaseClient = database.client();
		this.sql = database.statement("""
				SELECT id, sessions_since, %s AS second_factors, disabled_at, disabled_reason FROM {user}
				WHERE id = $1""".formatted(factors.typesOf("{user}.id")));
	}

	@Override
	public Mono<AccountState> find(String userId) {
		return this.databaseClient.sql(this.sql).bind(0, userId).map(SqlAccountStateLookup::read).one();
	}

	private static AccountState read(Readable row) {
		String factors = text(row, 2);
		Long disabledAt = row.get(3, Long.class);
		return new AccountState(text(row, 0), Instant.ofEpochMilli(Objects.requireNonNull(row.get(1, Long.class))),
				factors.isEmpty() ? Set.of() : Set.of(factors.split(" ")), instant(disabledAt),
				row.get(4, String.class));
	}

	private static String text(Readable row, int column) {
		return Objects.requireNonNull(row.get(column, String.class));
	}

	private static @Nullable Instant instant(@Nullable Long seconds) {
		return (seconds != null) ? Instant.ofEpochSecond(seconds) : null;
	}

}
