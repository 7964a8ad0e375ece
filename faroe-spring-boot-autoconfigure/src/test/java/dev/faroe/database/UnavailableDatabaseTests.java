package dev.faroe.database;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.password.PasswordService;
import dev.faroe.sql.FaroeDatabase;
import dev.faroe.test.DatabaseSource;
import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.CannotCreateTransactionException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What services signal when the database cannot serve them.
 */
@Tag("one-jdk")
class UnavailableDatabaseTests {

	private static final String PASSWORD = "a long enough password";

	private static final String UNKNOWN_ID = "aaaaaaaaaaaaaaaaaaaaaaaa";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class, DataR2dbcAutoConfiguration.class))
		.withPropertyValues("faroe.password.breach-check.enabled=false", "faroe.r2dbc.initialize-schema=always",
				"faroe.r2dbc.schema-check.enabled=false", "faroe.password.argon2.memory=64KB",
				"faroe.password.argon2.iterations=1");

	private ApplicationContextRunner on(TestDatabase database) {
		return this.runner.withPropertyValues(database.create().toArray(String[]::new));
	}

	private static FaroeException failureOf(Mono<?> result) {
		Throwable failure = result.then(Mono.<Throwable>empty()).onErrorResume(Mono::just).block();
		assertThat(failure).isInstanceOf(FaroeException.class);
		FaroeException exception = (FaroeException) Objects.requireNonNull(failure);
		assertThat(exception.error()).isEqualTo(FaroeError.SERVICE_UNAVAILABLE);
		assertThat(exception).hasMessage("SERVICE_UNAVAILABLE");
		assertThat(exception.getStackTrace()).isEmpty();
		assertThat(exception.retryAfter()).isEqualTo(Duration.ofSeconds(1));
		return exception;
	}

	@ParameterizedTest
	@DatabaseSource
	void servicesAreUnavailableWhenNoConnectionIsFree(TestDatabase database) {
		on(database)
			.withPropertyValues("faroe.r2dbc.initialize-schema=never", "spring.r2dbc.pool.max-size=1",
					"spring.r2dbc.pool.initial-size=1", "spring.r2dbc.pool.max-acquire-time=50ms")
			.run((context) -> {
				Connection connection = Mono.from(context.getBean(ConnectionFactory.class).create()).retry().block();
				assertThat(connection).isNotNull();
				assertThat(failureOf(context.getBean(UserService.class).get(UNKNOWN_ID)))
					.hasCauseInstanceOf(DataAccessResourceFailureException.class);
				assertThat(
						failureOf(Mono.just(1).as(context.getBean(FaroeDatabase.class).transaction()::transactional)))
					.hasCauseInstanceOf(CannotCreateTransactionException.class);
				Mono.from(connection.close()).block();
			});
	}

	@ParameterizedTest
	@DatabaseSource
	void servicesAreUnavailableWhenThePoolIsClosed(TestDatabase database) {
		on(database).run((context) -> {
			((ConnectionPool) context.getBean(ConnectionFactory.class)).dispose();
			failureOf(context.getBean(UserService.class).create(null, PASSWORD, null));
		});
	}

	@Test
	void servicesAreUnavailableWhenTheServerIsAway() {
		this.runner
			.withPropertyValues("faroe.r2dbc.initialize-schema=never",
					"spring.r2dbc.url=r2dbc:postgresql://127.0.0.1:1/none", "spring.r2dbc.username=none")
			.run((context) -> failureOf(context.getBean(UserService.class).getByEmail("ann@example.com")));
	}

	@Test
	void servicesAreUnavailableWhenTheDatabaseIsShutDown() {
		on(TestDatabase.H2).run((context) -> {
			UserService users = context.getBean(UserService.class);
			users.create("ann@example.com", PASSWORD, null).block();
			context.getBean(DatabaseClient.class).sql("SHUTDOWN").then().onErrorComplete().block();
			failureOf(users.authenticate("ann@example.com", PASSWORD, null));
		});
	}

	@Test
	void servicesAreUnavailableWhenTheServerEndsAConnectionInTheMiddleOfAStatement() {
		on(TestDatabase.POSTGRESQL).run((context) -> whileAUserIsLocked(context, (user) -> {
			Mono<Void> delete = context.getBean(UserService.class).delete(user.id());
			assertThat(failureOf(delete.doOnSubscribe((subscription) -> endTheWaitingOne(context))))
				.hasCauseInstanceOf(DataAccessResourceFailureException.class);
		}));
	}

	@Test
	void servicesAreUnavailableWhenTheServerEndsAConnectionInTheMiddleOfATransaction() {
		on(TestDatabase.POSTGRESQL).run((context) -> whileAUserIsLocked(context, (user) -> {
			Mono<Void> update = context.getBean(PasswordService.class)
				.update(user.id(), PASSWORD, "another long password", null);
			failureOf(update.doOnSubscribe((subscription) -> endTheWaitingOne(context)));
		}));
	}

	@Test
	void servicesAreUnavailableWhenALockTakesTooLong() {
		on(TestDatabase.POSTGRESQL).withPropertyValues("spring.r2dbc.properties.options=lock_timeout=100ms")
			.run((context) -> whileAUserIsLocked(context,
					(user) -> failureOf(context.getBean(UserService.class).delete(user.id()))));
	}

	@Test
	void whatTheCallersOfAStatementHaveToKnowIsLeftAlone() {
		on(TestDatabase.POSTGRESQL).run((context) -> {
			UserService users = context.getBean(UserService.class);
			users.create("ann@example.com", PASSWORD, null).block();
			StepVerifier.create(users.create("ann@example.com", PASSWORD, null))
				.verifyErrorMatches((ex) -> ((FaroeException) ex).error() == FaroeError.EMAIL_ALREADY_USED);
			context.getBean(DatabaseClient.class).sql("DROP TABLE faroe_user CASCADE").then().block();
			StepVerifier.create(users.get(UNKNOWN_ID))
				.verifyErrorSatisfies((ex) -> assertThat(ex).isNotInstanceOf(FaroeException.class));
		});
	}

	private static void whileAUserIsLocked(ApplicationContext context, Consumer<User> action) {
		User user = context.getBean(UserService.class).create("ann@example.com", PASSWORD, null).block();
		assertThat(user).isNotNull();
		Mono<Long> locked = Mono.usingWhen(context.getBean(ConnectionFactory.class).create(),
				(connection) -> Mono.from(connection.beginTransaction())
					.thenMany(connection.createStatement("SELECT id FROM faroe_user FOR UPDATE").execute())
					.concatMap((result) -> result.map((row) -> 1L))
					.count()
					.publishOn(Schedulers.boundedElastic())
					.doOnNext((rows) -> action.accept(user)),
				(connection) -> Mono.from(connection.rollbackTransaction()).then(Mono.from(connection.close())));
		StepVerifier.create(locked).expectNext(1L).verifyComplete();
	}

	private static void endTheWaitingOne(ApplicationContext context) {
		context.getBean(DatabaseClient.class)
			.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
					+ " WHERE datname = current_database() AND wait_event_type = 'Lock'")
			.fetch()
			.first()
			.repeatWhenEmpty((empty) -> empty)
			.subscribe();
	}

}
