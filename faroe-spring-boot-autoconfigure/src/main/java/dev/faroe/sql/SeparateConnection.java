package dev.faroe.sql;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Runs statements that stay whatever becomes of a transaction of the caller, such as
 * those that count attempts. Within a transaction they need a second connection, for
 * which they wait no longer than a configured time; without one they run as they are.
 */
public final class SeparateConnection {

	private static final Log logger = LogFactory.getLog(SeparateConnection.class);

	private static final boolean POOLS = ClassUtils.isPresent("io.r2dbc.pool.ConnectionPool",
			SeparateConnection.class.getClassLoader());

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final ConnectionFactory connectionFactory;

	private final TransactionalOperator outside;

	private final Duration patience;

	/**
	 * Create an instance.
	 * @param connectionFactory where connections come from
	 * @param patience how long statements within a transaction may take, and wait for a
	 * connection; positive
	 */
	public SeparateConnection(ConnectionFactory connectionFactory, Duration patience) {
		Assert.isTrue(patience.compareTo(Duration.ZERO) > 0, "patience must be positive");
		this.connectionFactory = connectionFactory;
		this.outside = TransactionalOperator.create(new R2dbcTransactionManager(connectionFactory),
				new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_NOT_SUPPORTED));
		this.patience = patience;
	}

	/**
	 * Run statements outside of the transaction of the caller.
	 * @param statements the statements, which commit one by one
	 * @param <T> what they result in
	 * @return their result, or an error signal with
	 * {@link FaroeError#SERVICE_UNAVAILABLE} if they took too long, or with an
	 * {@link IllegalStateException} if there can be no second connection
	 */
	public <T> Mono<T> run(Mono<T> statements) {
		return isConnectionBound().flatMap((bound) -> bound ? runOutside(statements) : statements);
	}

	/**
	 * Signal what becomes of statements that do not find what the caller does find: it
	 * was made in the transaction of the caller, and nothing outside of that can see it
	 * yet.
	 * @param <T> any type
	 * @return an error signal with an {@link IllegalStateException}
	 */
	public static <T> Mono<T> notCommitted() {
		return Mono.error(() -> new IllegalStateException("Within a transaction, attempts are counted on a second"
				+ " connection, which does not see what the transaction has made: commit it before its code is"
				+ " verified"));
	}

	private Mono<Boolean> isConnectionBound() {
		return TransactionSynchronizationManager.forCurrentTransaction()
			.map((transaction) -> transaction.getResource(this.connectionFactory) != null)
			.onErrorReturn(NoTransactionException.class, false);
	}

	private <T> Mono<T> runOutside(Mono<T> statements) {
		if (hasOneConnection()) {
			return Mono.error(() -> new IllegalStateException("Within a transaction, attempts are counted on a second"
					+ " connection, and the pool has only one: its greatest size has to be at least 2"));
		}
		return this.outside.transactional(statements)
			.timeout(this.patience)
			.onErrorMap(TimeoutException.class, (ex) -> tooLate());
	}

	private boolean hasOneConnection() {
		return POOLS && Pools.maximumSize(this.connectionFactory) == 1;
	}

	private FaroeException tooLate() {
		logger.warn("An attempt within a transaction of the application could not be counted within " + this.patience
				+ ", on a second connection: either the pool has none to spare, or the transaction has locked what the"
				+ " attempt is counted in");
		return new FaroeException(FaroeError.SERVICE_UNAVAILABLE, RETRY_AFTER);
	}

	/**
	 * Pools are optional.
	 */
	private static final class Pools {

		private Pools() {
		}

		static int maximumSize(ConnectionFactory connectionFactory) {
			ConnectionFactory factory = connectionFactory;
			while (!(factory instanceof ConnectionPool)) {
				if (factory instanceof Wrapped<?> wrapped && wrapped.unwrap() instanceof ConnectionFactory inner
						&& inner != factory) {
					factory = inner;
				}
				else {
					return Integer.MAX_VALUE;
				}
			}
			return ((ConnectionPool) factory).getMetrics()
				.map((metrics) -> metrics.getMaxAllocatedSize())
				.orElse(Integer.MAX_VALUE);
		}

	}

}
