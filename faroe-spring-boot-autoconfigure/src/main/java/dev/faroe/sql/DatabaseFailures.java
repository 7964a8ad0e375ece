package dev.faroe.sql;

import java.time.Duration;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import io.r2dbc.spi.R2dbcTransientException;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.r2dbc.UncategorizedR2dbcException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Tells failures of a database that pass by themselves from those that mean something to
 * a caller, such as a duplicate key, or to nobody.
 */
public final class DatabaseFailures {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private DatabaseFailures() {
	}

	/**
	 * Turn a lack of connections, or contention, into a lack of capacity.
	 * @param failure any failure
	 * @return a {@link FaroeException} with {@link FaroeError#SERVICE_UNAVAILABLE} and
	 * the failure as its cause, or the failure itself
	 */
	public static Throwable translate(Throwable failure) {
		return (isLackOfConnections(failure) || isContention(failure))
				? new FaroeException(FaroeError.SERVICE_UNAVAILABLE, RETRY_AFTER, failure) : failure;
	}

	private static boolean isLackOfConnections(Throwable failure) {
		return failure instanceof DataAccessResourceFailureException
				|| failure instanceof TransientDataAccessResourceException
				|| failure instanceof CannotCreateTransactionException;
	}

	/**
	 * A deadlock or a lock that took too long: nothing was done, and trying again helps.
	 * Deadlocks of PostgreSQL are transient failures that Spring has no category for.
	 */
	private static boolean isContention(Throwable failure) {
		return failure instanceof ConcurrencyFailureException || failure instanceof QueryTimeoutException
				|| failure instanceof UncategorizedR2dbcException
						&& failure.getCause() instanceof R2dbcTransientException;
	}

}
