package dev.faroe.web;

import java.sql.SQLException;

import io.r2dbc.spi.R2dbcException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * What may be logged of a failure: types, stack traces, SQL states, and the messages of
 * what does not come from a database, whose messages can quote the values of a row.
 */
final class RedactedFailure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final int MAX_DEPTH = 10;

	private RedactedFailure(Throwable failure, @Nullable Throwable cause) {
		super(describeOne(failure), cause, false, true);
		setStackTrace(failure.getStackTrace());
	}

	static RedactedFailure of(Throwable failure) {
		return of(failure, MAX_DEPTH);
	}

	private static RedactedFailure of(Throwable failure, int depth) {
		Throwable cause = failure.getCause();
		return new RedactedFailure(failure, (cause != null && depth > 0) ? of(cause, depth - 1) : null);
	}

	static String describe(Throwable failure) {
		StringBuilder description = new StringBuilder(describeOne(failure));
		Throwable cause = failure.getCause();
		for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
			description.append(", caused by ").append(describeOne(cause));
			cause = cause.getCause();
		}
		return description.toString();
	}

	private static String describeOne(Throwable failure) {
		String type = failure.getClass().getName();
		if (failure instanceof R2dbcException exception) {
			return type + " [SQL state " + exception.getSqlState() + "]";
		}
		if (failure instanceof SQLException exception) {
			return type + " [SQL state " + exception.getSQLState() + "]";
		}
		if (failure instanceof DataAccessException || failure instanceof TransactionException
				|| failure.getMessage() == null) {
			return type;
		}
		return type + ": " + failure.getMessage();
	}

	@Override
	public String toString() {
		return String.valueOf(getMessage());
	}

}
