package dev.faroe.autoconfigure;

import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.PreparedOperation;
import org.springframework.r2dbc.core.binding.BindTarget;
import org.springframework.util.ConcurrentLruCache;

/**
 * Puts the configured names of the tables into each statement. A statement is rewritten
 * once: there are about fifty of them.
 */
final class RenamingDatabaseClient implements DatabaseClient {

	private static final int CACHE_SIZE = 256;

	/** Those that insert many rows are longer, and differ in their number. */
	private static final int CACHED_LENGTH = 2048;

	private final DatabaseClient delegate;

	private final TableNames tables;

	private final ConcurrentLruCache<String, String> statements;

	RenamingDatabaseClient(DatabaseClient delegate, TableNames tables) {
		this.delegate = delegate;
		this.tables = tables;
		this.statements = new ConcurrentLruCache<>(CACHE_SIZE, tables::inStatement);
	}

	@Override
	public ConnectionFactory getConnectionFactory() {
		return this.delegate.getConnectionFactory();
	}

	@Override
	public GenericExecuteSpec sql(String sql) {
		return this.delegate.sql(rename(sql));
	}

	@Override
	public GenericExecuteSpec sql(Supplier<String> sqlSupplier) {
		if (sqlSupplier instanceof PreparedOperation<?> operation) {
			return this.delegate.sql(new RenamedOperation<>(operation, this::rename));
		}
		return this.delegate.sql(() -> rename(sqlSupplier.get()));
	}

	private String rename(String sql) {
		return (sql.length() <= CACHED_LENGTH) ? this.statements.get(sql) : this.tables.inStatement(sql);
	}

	@Override
	public <T> Mono<T> inConnection(Function<Connection, Mono<T>> action) {
		return this.delegate.inConnection(action);
	}

	@Override
	public <T> Flux<T> inConnectionMany(Function<Connection, Flux<T>> action) {
		return this.delegate.inConnectionMany(action);
	}

	/**
	 * What Spring Data makes of a query method: the client has it bind its own values.
	 */
	private record RenamedOperation<T>(PreparedOperation<T> operation,
			UnaryOperator<String> rename) implements PreparedOperation<T> {

		@Override
		public T getSource() {
			return this.operation.getSource();
		}

		@Override
		public void bindTo(BindTarget target) {
			this.operation.bindTo(target);
		}

		@Override
		public String toQuery() {
			return this.rename.apply(this.operation.toQuery());
		}

	}

}
