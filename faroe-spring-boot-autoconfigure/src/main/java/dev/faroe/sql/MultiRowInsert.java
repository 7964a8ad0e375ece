package dev.faroe.sql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.util.Assert;

/**
 * Inserts many rows with one statement: one way to the database and back, and either all
 * of them or none.
 */
public final class MultiRowInsert {

	/**
	 * The most rows of a statement. Databases bound the number of its parameters.
	 */
	public static final int MAXIMUM_ROWS = 1000;

	private final DatabaseClient client;

	private final String statement;

	/**
	 * Create an insert.
	 * @param database what runs the statement
	 * @param statement the statement, as far as its VALUES
	 */
	public MultiRowInsert(FaroeDatabase database, String statement) {
		this.client = database.client();
		this.statement = database.statement(statement);
	}

	/**
	 * Insert rows.
	 * @param rows the values of each row, at most {@value #MAXIMUM_ROWS} rows; in the
	 * place of a null, a {@link io.r2dbc.spi.Parameter} that tells the type
	 * @return the number of rows
	 */
	public Mono<Long> execute(List<List<Object>> rows) {
		Assert.isTrue(rows.size() <= MAXIMUM_ROWS, "there are too many rows for one statement");
		if (rows.isEmpty()) {
			return Mono.just(0L);
		}
		StringBuilder sql = new StringBuilder(this.statement);
		Map<String, Object> parameters = new HashMap<>();
		String separator = " ";
		for (List<Object> row : rows) {
			sql.append(separator).append('(');
			separator = ", ";
			for (int column = 0; column < row.size(); column++) {
				String name = "p" + parameters.size();
				sql.append((column > 0) ? ", :" : ":").append(name);
				parameters.put(name, row.get(column));
			}
			sql.append(')');
		}
		return this.client.sql(sql.toString()).bindValues(parameters).fetch().rowsUpdated();
	}

}
