package dev.faroe.accountstate;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.faroe.secondfactor.SecondFactors;
import dev.faroe.sql.FaroeDatabase;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;

/**
 * Finds a state with one statement, the parameter of which is where the database expects
 * it: nothing is left to do for each call.
 */
final class SqlAccountStateLookup implements AccountStateLookup {

	private final DatabaseClient databaseClient;

	private final String sql;

	/** The statements for 1, 2, 4 and so on users: few, so that databases keep them. */
	private final List<String> sqlOfMany;

	SqlAccountStateLookup(FaroeDatabase database, SecondFactors factors) {
		this.databaseClient = database.client();
		String select = """
				SELECT id, sessions_since, %s AS second_factors, disabled_at, disabled_reason FROM {user}
				WHERE id\s""".formatted(factors.typesOf("{user}.id"));
		this.sql = database.statement(select + "= $1");
		this.sqlOfMany = IntStream.iterate(1, (size) -> size <= AccountStateService.MAX_AT_ONCE, (size) -> size * 2)
			.mapToObj((size) -> database.statement(select + IntStream.rangeClosed(1, size)
				.mapToObj((number) -> "$" + number)
				.collect(Collectors.joining(", ", "IN (", ")"))))
			.toList();
	}

	@Override
	public Mono<AccountState> find(String userId) {
		return this.databaseClient.sql(this.sql).bind(0, userId).map(SqlAccountStateLookup::read).one();
	}

	@Override
	public Flux<AccountState> findAll(List<String> userIds) {
		if (userIds.isEmpty()) {
			return Flux.empty();
		}
		int size = Integer.highestOneBit(userIds.size() * 2 - 1);
		DatabaseClient.GenericExecuteSpec statement = this.databaseClient
			.sql(this.sqlOfMany.get(Integer.numberOfTrailingZeros(size)));
		for (int index = 0; index < size; index++) {
			statement = statement.bind(index, userIds.get(Math.min(index, userIds.size() - 1)));
		}
		return statement.map(SqlAccountStateLookup::read).all();
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
