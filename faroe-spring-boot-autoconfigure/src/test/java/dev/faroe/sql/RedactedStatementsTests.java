package dev.faroe.sql;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.r2dbc.spi.R2dbcBadGrammarException;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcPermissionDeniedException;
import io.r2dbc.spi.R2dbcRollbackException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.RowMetadata;
import io.r2dbc.spi.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.ArgumentMatchers;
import org.reactivestreams.Publisher;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.r2dbc.connection.ConnectionFactoryUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.Mockito.mock;

class RedactedStatementsTests {

	private static final String ROW = "Key (email)=(ann@example.com) already exists";

	private final RedactedStatements statements = new RedactedStatements();

	private final Statement statement = mock(Statement.class);

	static List<R2dbcException> failures() {
		return List.of(new R2dbcDataIntegrityViolationException(ROW, "23505", 7, new IllegalStateException(ROW)),
				new R2dbcDataIntegrityViolationException(ROW, "23503", 7), new R2dbcRollbackException(ROW, "40001", 7),
				new R2dbcRollbackException(ROW, "40P01", 7), new R2dbcTimeoutException(ROW, "57014", 7),
				new R2dbcTransientResourceException(ROW, "53300", 7),
				new R2dbcNonTransientResourceException(ROW, "08006", 7),
				new R2dbcPermissionDeniedException(ROW, "42501", 7), new R2dbcBadGrammarException(ROW, "42P01", 7));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whatAFailureIsTranslatedToStaysTheSame(R2dbcException failure) {
		executesTo(Flux.error(failure));
		Throwable redacted = catchThrowable(() -> Flux.from(this.statements.execute(this.statement)).blockLast());
		assertThat(redacted).isInstanceOfSatisfying(R2dbcException.class, (ex) -> {
			assertThat(ex.getSqlState()).isEqualTo(failure.getSqlState());
			assertThat(ex.getErrorCode()).isEqualTo(7);
			assertThat(ex.getCause()).isNull();
			assertThat(ex.getStackTrace()).isEqualTo(failure.getStackTrace());
			assertThat(ConnectionFactoryUtils.convertR2dbcException("task", "SQL", ex))
				.hasSameClassAs(ConnectionFactoryUtils.convertR2dbcException("task", "SQL", failure));
		}).asString().doesNotContain("ann@example.com");
	}

	@Test
	void theFailureOfAResultIsRedactedToo() {
		Result result = mock(Result.class);
		R2dbcException failure = failures().get(0);
		given(result.getRowsUpdated()).willReturn(Mono.error(failure));
		willReturn(Mono.error(failure)).given(result).map(ArgumentMatchers.<BiFunction<Row, RowMetadata, Object>>any());
		willReturn(Mono.error(failure)).given(result).flatMap(any());
		given(result.filter(any())).willReturn(result);
		executesTo(Flux.just(result));
		assertThatItIsRedacted(result(), Result::getRowsUpdated);
		assertThatItIsRedacted(result(), (read) -> read.map((Row row, RowMetadata metadata) -> row));
		assertThatItIsRedacted(result(), (read) -> read.flatMap((segment) -> Mono.empty()));
		assertThatItIsRedacted(result().filter((segment) -> true), Result::getRowsUpdated);
	}

	private Result result() {
		Result result = Flux.from(this.statements.execute(this.statement)).blockLast();
		assertThat(result).isNotNull();
		return result;
	}

	private static void assertThatItIsRedacted(Result result, Function<Result, Publisher<?>> reading) {
		assertThat(catchThrowable(() -> Flux.from(reading.apply(result)).blockLast()))
			.isInstanceOf(R2dbcDataIntegrityViolationException.class)
			.asString()
			.doesNotContain("ann@example.com");
	}

	@Test
	void whatTheDriverDropsIsLoggedWithoutItsMessage() {
		executesTo(Flux.deferContextual((context) -> {
			Operators.onErrorDropped(failures().get(0), Context.of(context));
			return Flux.empty();
		}));
		Logger logger = (Logger) LoggerFactory.getLogger(DroppedFailures.class);
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		logger.addAppender(log);
		try {
			Flux.from(this.statements.execute(this.statement)).blockLast();
		}
		finally {
			logger.detachAppender(log);
		}
		assertThat(log.list).singleElement().satisfies((event) -> {
			assertThat(event.getThrowableProxy()).isNull();
			assertThat(event.getFormattedMessage()).contains("[SQL state 23505]").doesNotContain("ann@example.com");
		});
	}

	private void executesTo(Flux<Result> results) {
		willReturn(results).given(this.statement).execute();
	}

}
