package dev.faroe.sql;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.test.TestDatabase;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import org.springframework.r2dbc.core.DatabaseClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the databases signal, as callers get to know it.
 */
class DatabaseFailuresTests {

	/**
	 * A deadlock, a serialization failure and a lock that took too long.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "40P01", "40001", "55P03" })
	void contentionIsALackOfCapacityThatPasses(String sqlState) {
		DatabaseClient client = DatabaseClient.create(postgresql());
		StepVerifier
			.create(client.sql("DO $$ BEGIN RAISE EXCEPTION 'contention' USING ERRCODE = '" + sqlState + "'; END $$")
				.then()
				.onErrorMap(DatabaseFailures::translate))
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(FaroeException.class,
					(failure) -> assertThat(failure.error()).isEqualTo(FaroeError.SERVICE_UNAVAILABLE)));
	}

	private static ConnectionFactory postgresql() {
		String url = TestDatabase.POSTGRESQL.create().get(0).substring("spring.r2dbc.url=".length());
		return ConnectionFactories.get(ConnectionFactoryOptions.parse(url)
			.mutate()
			.option(ConnectionFactoryOptions.USER, "postgres")
			.option(ConnectionFactoryOptions.PASSWORD, "postgres")
			.build());
	}

}
