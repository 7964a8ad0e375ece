package dev.faroe.sql;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;

import io.r2dbc.spi.R2dbcException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * What may be logged of a failure: types, stack traces, SQL states, and the messages of
 * what does not come from a database, whose messages can quote the values of a row. With
 * one failure of a database among them, the messages of its causes and of what it caused
 * are left out too, because they often repeat each other.
 */
public final class RedactedFailure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final int MAX_DEPTH = 10;

	private RedactedFailure(Throwable failure, boolean ofDatabase, @Nullable Throwable cause) {
		super(describeOne(failure, ofDatabase), cause, false, true);
		setStackTrace(failure.getStackTrace());
	}

	/**
	 * Make a failure into one that can be logged with its stack trace.
	 * @param failure the failure
	 * @return what stands for it, and for its causes
	 */
	public static RedactedFailure of(Throwable failure) {
		return of(failure, comesFromDatabase(failure), MAX_DEPTH);
	}

	private static RedactedFailure of(Throwable failure, boolean ofDatabase, int depth) {
		Throwable cause = failure.getCause();
		return new RedactedFailure(failure, ofDatabase,
				(cause != null && depth > 0) ? of(cause, ofDatabase, depth - 1) : null);
	}

	/**
	 * Describe a failure and its causes in one line.
	 * @param failure the failure
	 * @return what may be logged of it
	 */
	public static String describe(Throwable failure) {
		boolean ofDatabase = comesFromDatabase(failure);
		StringBuilder description = new StringBuilder(describeOne(failure, ofDatabase));
		Throwable cause = failure.getCause();
		for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
			description.append(", caused by ").append(describeOne(cause, ofDatabase));
			cause = cause.getCause();
		}
		return description.toString();
	}

	/**
	 * What connections and waiting fail with has no rows in it, and tells an operator
	 * what to do.
	 */
	private static String describeOne(Throwable failure, boolean ofDatabase) {
		String type = failure.getClass().getName();
		if (failure instanceof R2dbcException exception) {
			return type + " [SQL state " + exception.getSqlState() + "]";
		}
		if (failure instanceof SQLException exception) {
			return type + " [SQL state " + exception.getSQLState() + "]";
		}
		boolean harmless = !ofDatabase || failure instanceof IOException || failure instanceof TimeoutException;
		return (harmless && failure.getMessage() != null) ? type + ": " + failure.getMessage() : type;
	}

	/**
	 * The depth is where the others stop, too: there may be a loop among causes.
	 */
	private static boolean comesFromDatabase(Throwable failure) {
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth <= MAX_DEPTH; depth++) {
			if (cause instanceof R2dbcException || cause instanceof SQLException || cause instanceof DataAccessException
					|| cause instanceof TransactionException) {
				return true;
			}
			cause = cause.getCause();
		}
		return cause != null;
	}

	@Override
	public String toString() {
		return String.valueOf(getMessage());
	}

}
