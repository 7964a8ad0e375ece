package dev.faroe.sql;

import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

import io.r2dbc.spi.R2dbcBadGrammarException;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcPermissionDeniedException;
import io.r2dbc.spi.R2dbcRollbackException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcTransientException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.RowMetadata;
import io.r2dbc.spi.Statement;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

import org.springframework.r2dbc.core.ExecuteFunction;

/**
 * Executes statements so that no failure quotes the values of a row: the driver's message
 * ends here. Whoever gets the failure then, be it the log of an operator of Reactor that
 * has no use for it or the application, has its kind, its SQL state and its stack trace.
 */
final class RedactedStatements implements ExecuteFunction {

	@Override
	public Publisher<? extends Result> execute(Statement statement) {
		return redacted(Flux.from(statement.execute()).map(RedactedResult::new));
	}

	private static <T> Flux<T> redacted(Flux<T> flux) {
		return flux.onErrorMap(R2dbcException.class, RedactedStatements::redact).contextWrite(DroppedFailures::redact);
	}

	/**
	 * What Spring translates depends on the kind of the failure, its SQL state and the
	 * code of its error.
	 */
	private static R2dbcException redact(R2dbcException failure) {
		String reason = "the message of " + failure.getClass().getName() + " is left out";
		String state = failure.getSqlState();
		int code = failure.getErrorCode();
		R2dbcException redacted;
		if (failure instanceof R2dbcDataIntegrityViolationException) {
			redacted = new R2dbcDataIntegrityViolationException(reason, state, code);
		}
		else if (failure instanceof R2dbcRollbackException) {
			redacted = new R2dbcRollbackException(reason, state, code);
		}
		else if (failure instanceof R2dbcTimeoutException) {
			redacted = new R2dbcTimeoutException(reason, state, code);
		}
		else if (failure instanceof R2dbcTransientResourceException) {
			redacted = new R2dbcTransientResourceException(reason, state, code);
		}
		else if (failure instanceof R2dbcNonTransientResourceException) {
			redacted = new R2dbcNonTransientResourceException(reason, state, code);
		}
		else if (failure instanceof R2dbcPermissionDeniedException) {
			redacted = new R2dbcPermissionDeniedException(reason, state, code);
		}
		else if (failure instanceof R2dbcBadGrammarException) {
			redacted = new R2dbcBadGrammarException(reason, state, code);
		}
		else if (failure instanceof R2dbcTransientException) {
			redacted = new OtherTransientException(reason, state, code);
		}
		else {
			redacted = new OtherException(reason, state, code);
		}
		redacted.setStackTrace(failure.getStackTrace());
		return redacted;
	}

	private static final class OtherException extends R2dbcNonTransientException {

		private static final long serialVersionUID = 1L;

		OtherException(String reason, @Nullable String state, int code) {
			super(reason, state, code);
		}

	}

	private static final class OtherTransientException extends R2dbcTransientException {

		private static final long serialVersionUID = 1L;

		OtherTransientException(String reason, @Nullable String state, int code) {
			super(reason, state, code);
		}

	}

	/**
	 * A driver may signal the failure of a statement where its result is read.
	 */
	private record RedactedResult(Result result) implements Result {

		@Override
		public Publisher<Long> getRowsUpdated() {
			return redacted(Flux.from(this.result.getRowsUpdated()));
		}

		@Override
		public <T> Publisher<T> map(BiFunction<Row, RowMetadata, ? extends T> mapping) {
			return redacted(Flux.from(this.result.map(mapping)));
		}

		@Override
		public <T> Publisher<T> map(Function<? super Readable, ? extends T> mapping) {
			return redacted(Flux.from(this.result.map(mapping)));
		}

		@Override
		public Result filter(Predicate<Segment> filter) {
			return new RedactedResult(this.result.filter(filter));
		}

		@Override
		public <T> Publisher<T> flatMap(Function<Segment, ? extends Publisher<? extends T>> mapping) {
			return redacted(Flux.from(this.result.flatMap(mapping)));
		}

	}

}
