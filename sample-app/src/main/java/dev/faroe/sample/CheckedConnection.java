package dev.faroe.sample;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionMetadata;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Statement;
import io.r2dbc.spi.TransactionDefinition;
import io.r2dbc.spi.ValidationDepth;
import io.r2dbc.spi.Wrapped;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * A connection that counts as valid for a moment after it was found to be.
 */
final class CheckedConnection implements Connection, Wrapped<Connection> {

	/** As long as HikariCP does not look at a connection that was just in use. */
	static final Duration VALID_FOR = Duration.ofMillis(500);

	private final Connection connection;

	private final LongSupplier nanoTime;

	private volatile @Nullable Long validAt;

	/**
	 * Create an instance.
	 * @param connection what does it all
	 * @param nanoTime what measures time, in nanoseconds
	 */
	CheckedConnection(Connection connection, LongSupplier nanoTime) {
		this.connection = connection;
		this.nanoTime = nanoTime;
	}

	@Override
	public Publisher<Boolean> validate(ValidationDepth depth) {
		return Mono.defer(() -> {
			Long last = this.validAt;
			long now = this.nanoTime.getAsLong();
			if (last != null && now - last < VALID_FOR.toNanos()) {
				return Mono.just(true);
			}
			return Mono.from(this.connection.validate(depth)).doOnNext((valid) -> this.validAt = valid ? now : null);
		});
	}

	@Override
	public Connection unwrap() {
		return this.connection;
	}

	@Override
	public Publisher<Void> beginTransaction() {
		return this.connection.beginTransaction();
	}

	@Override
	public Publisher<Void> beginTransaction(TransactionDefinition definition) {
		return this.connection.beginTransaction(definition);
	}

	@Override
	public Publisher<Void> close() {
		return this.connection.close();
	}

	@Override
	public Publisher<Void> commitTransaction() {
		return this.connection.commitTransaction();
	}

	@Override
	public Batch createBatch() {
		return this.connection.createBatch();
	}

	@Override
	public Publisher<Void> createSavepoint(String name) {
		return this.connection.createSavepoint(name);
	}

	@Override
	public Statement createStatement(String sql) {
		return this.connection.createStatement(sql);
	}

	@Override
	public boolean isAutoCommit() {
		return this.connection.isAutoCommit();
	}

	@Override
	public ConnectionMetadata getMetadata() {
		return this.connection.getMetadata();
	}

	@Override
	public IsolationLevel getTransactionIsolationLevel() {
		return this.connection.getTransactionIsolationLevel();
	}

	@Override
	public Publisher<Void> releaseSavepoint(String name) {
		return this.connection.releaseSavepoint(name);
	}

	@Override
	public Publisher<Void> rollbackTransaction() {
		return this.connection.rollbackTransaction();
	}

	@Override
	public Publisher<Void> rollbackTransactionToSavepoint(String name) {
		return this.connection.rollbackTransactionToSavepoint(name);
	}

	@Override
	public Publisher<Void> setAutoCommit(boolean autoCommit) {
		return this.connection.setAutoCommit(autoCommit);
	}

	@Override
	public Publisher<Void> setLockWaitTimeout(Duration timeout) {
		return this.connection.setLockWaitTimeout(timeout);
	}

	@Override
	public Publisher<Void> setStatementTimeout(Duration timeout) {
		return this.connection.setStatementTimeout(timeout);
	}

	@Override
	public Publisher<Void> setTransactionIsolationLevel(IsolationLevel isolationLevel) {
		return this.connection.setTransactionIsolationLevel(isolationLevel);
	}

}
