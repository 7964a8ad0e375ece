package dev.faroe.sql;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;

import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import org.junit.jupiter.api.Test;
import reactor.core.Exceptions;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;

import static org.assertj.core.api.Assertions.assertThat;

class RedactedFailureTests {

	private static final R2dbcDataIntegrityViolationException DRIVER = new R2dbcDataIntegrityViolationException(
			"Key (email)=(ann@example.com) already exists", "23505");

	@Test
	void keepsTheTypeAndTheStateOfAFailureInTheDatabase() {
		DuplicateKeyException failure = new DuplicateKeyException("executeMany; " + DRIVER.getMessage(), DRIVER);
		assertThat(RedactedFailure.describe(failure)).contains("DuplicateKeyException")
			.contains("[SQL state 23505]")
			.doesNotContain("ann@example.com");
		assertThat(print(failure)).contains("SQL state 23505").doesNotContain("ann@example.com");
	}

	@Test
	void leavesOutAMessageThatRepeatsTheOneOfTheDatabase() {
		assertThat(print(new IllegalStateException(DRIVER))).contains("IllegalStateException")
			.doesNotContain("ann@example.com");
		assertThat(print(Exceptions.propagate(new Exception(new RuntimeException(DRIVER)))))
			.doesNotContain("ann@example.com");
	}

	@Test
	void leavesOutTheMessageOfACauseOfAFailureInTheDatabase() {
		assertThat(print(new DuplicateKeyException("task",
				new RuntimeException("Key (email)=(ann@example.com) already exists"))))
			.contains("java.lang.RuntimeException")
			.doesNotContain("ann@example.com");
	}

	@Test
	void saysWhyThereIsNoConnection() {
		assertThat(print(new DataAccessResourceFailureException("task", new ConnectException("Connection refused"))))
			.contains("java.net.ConnectException: Connection refused");
	}

	@Test
	void keepsOtherMessages() {
		assertThat(print(new IllegalStateException("no such engine", new RuntimeException("of this name"))))
			.contains("no such engine")
			.contains("of this name");
	}

	@Test
	void endsWhereCausesAreALoop() {
		RuntimeException first = new RuntimeException("first");
		first.initCause(new RuntimeException("second", first));
		assertThat(print(first)).contains("java.lang.RuntimeException");
	}

	private static String print(Throwable failure) {
		StringWriter log = new StringWriter();
		RedactedFailure.of(failure).printStackTrace(new PrintWriter(log));
		return log + RedactedFailure.describe(failure);
	}

}
