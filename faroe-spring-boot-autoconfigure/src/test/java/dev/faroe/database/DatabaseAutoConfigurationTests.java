package dev.faroe.database;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import dev.faroe.user.UserService;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which database is used, and what is created in it.
 */
@Tag("one-jdk")
class DatabaseAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class, DataR2dbcAutoConfiguration.class,
				R2dbcTransactionManagerAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
		.withPropertyValues("faroe.r2dbc.schema-check.enabled=false");

	@Test
	void createsTablesInEmbeddedDatabasesOnly() {
		this.runner.run((context) -> assertThat(
				context.getBean(UserService.class).get("aaaaaaaaaaaaaaaaaaaaaaaa").materialize().block())
			.satisfies((signal) -> assertThat(signal.getThrowable()).isInstanceOf(FaroeException.class)));
		this.runner.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new))
			.withPropertyValues("faroe.r2dbc.initialize-schema=never")
			.run((context) -> assertThat(
					context.getBean(UserService.class).get("aaaaaaaaaaaaaaaaaaaaaaaa").materialize().block())
				.satisfies((signal) -> assertThat(signal.getThrowable()).isNotInstanceOf(FaroeException.class)));
		this.runner.withPropertyValues(TestDatabase.POSTGRESQL.create().toArray(String[]::new))
			.run((context) -> assertThat(
					context.getBean(UserService.class).get("aaaaaaaaaaaaaaaaaaaaaaaa").materialize().block())
				.satisfies((signal) -> assertThat(signal.getThrowable()).isNotInstanceOf(FaroeException.class)));
	}

	@Test
	void createsTablesOnceWithSeveralInstances() {
		String[] database = TestDatabase.POSTGRESQL.create().toArray(String[]::new);
		ApplicationContextRunner always = this.runner.withPropertyValues(database)
			.withPropertyValues("faroe.r2dbc.initialize-schema=always");
		StepVerifier
			.create(Flux.range(0, 4)
				.flatMap((index) -> Mono.fromRunnable(() -> always.run((context) -> assertThat(context).hasNotFailed()))
					.subscribeOn(Schedulers.boundedElastic())))
			.verifyComplete();
		always.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void usesTheMarkedOneOfSeveralConnectionFactories() {
		this.runner.withUserConfiguration(MarkedConnectionFactory.class)
			.withPropertyValues("faroe.r2dbc.initialize-schema=always")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				StepVerifier.create(context.getBean("faroes", ConnectionFactory.class).create())
					.assertNext((connection) -> StepVerifier
						.create(connection.createStatement("SELECT COUNT(*) FROM faroe_user").execute())
						.expectNextCount(1)
						.verifyComplete())
					.verifyComplete();
			});
	}

	@Test
	void usesThePrimaryOneOfSeveralConnectionFactories() {
		this.runner.withUserConfiguration(PrimaryConnectionFactory.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void joinsTheTransactionsOfTheApplication() {
		this.runner.withPropertyValues("faroe.password.breach-check.enabled=false").run((context) -> {
			UserService users = context.getBean(UserService.class);
			var transaction = TransactionalOperator.create(context.getBean(ReactiveTransactionManager.class));
			String email = "rolled-back@example.com";
			StepVerifier.create(transaction.execute((status) -> users.create(email, "a long enough password", null)
				.doOnNext((user) -> status.setRollbackOnly()))).expectNextCount(1).verifyComplete();
			StepVerifier.create(users.authenticate(email, "a long enough password", null))
				.verifyErrorMatches(
						(ex) -> ex instanceof FaroeException failure && failure.error() == FaroeError.USER_NOT_EXISTS);
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class MarkedConnectionFactory {

		@Bean
		@FaroeConnectionFactory
		ConnectionFactory faroes() {
			return ConnectionFactories.get("r2dbc:h2:mem:///marked?options=DB_CLOSE_DELAY=-1");
		}

		@Bean
		ConnectionFactory applications() {
			return ConnectionFactories.get("r2dbc:h2:mem:///unmarked?options=DB_CLOSE_DELAY=-1");
		}

		@Bean
		R2dbcTransactionManager transactionManager(@Qualifier("applications") ConnectionFactory applications) {
			return new R2dbcTransactionManager(applications);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryConnectionFactory {

		@Bean
		@Primary
		ConnectionFactory first() {
			return ConnectionFactories.get("r2dbc:h2:mem:///primary?options=DB_CLOSE_DELAY=-1");
		}

		@Bean
		ConnectionFactory second() {
			return ConnectionFactories.get("r2dbc:h2:mem:///secondary?options=DB_CLOSE_DELAY=-1");
		}

	}

}
