package dev.faroe.autoconfigure;

import java.util.function.Function;
import java.util.function.Supplier;

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

	private final DatabaseClient delegate;

	private final ConcurrentLruCache<String, String> statements;

	RenamingDatabaseClient(DatabaseClient delegate, TableNames tables) {
		this.delegate = delegate;
		this.statements = new ConcurrentLruCache<>(CACHE_SIZE, tables::inStatement);
	}

	@Override
	public ConnectionFactory getConnectionFactory() {
		return this.delegate.getConnectionFactory();
	}

	@Override
	public GenericExecuteSpec sql(String sql) {
		return this.delegate.sql(this.statements.get(sql));
	}

	@Override
	public GenericExecuteSpec sql(Supplier<String> sqlSupplier) {
		if (sqlSupplier instanceof PreparedOperation<?> operation) {
			return this.delegate.sql(new RenamedOperation<>(operation, this.statements));
		}
		return this.delegate.sql(() -> this.statements.get(sqlSupplier.get()));
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
			ConcurrentLruCache<String, String> statements) implements PreparedOperation<T> {

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
			return this.statements.get(this.operation.toQuery());
		}

	}

}
