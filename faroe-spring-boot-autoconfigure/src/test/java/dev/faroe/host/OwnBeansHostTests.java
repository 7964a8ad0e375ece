package dev.faroe.host;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.database.FaroeConnectionFactory;
import dev.faroe.test.FaroeServer;
import dev.faroe.user.UserService;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.ReactiveTransaction;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with its own JSON mapper, clock, password encoder, transaction manager
 * and two connection factories. Faroe uses the clock and the encoder, and leaves the rest
 * alone.
 */
@Tag("one-jdk")
class OwnBeansHostTests {

	private static FaroeServer server;

	@BeforeAll
	static void start() {
		server = FaroeServer.start(List.of(), new Class<?>[] { Host.class }, "faroe.rest.base-path=/auth");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private final WebTestClient client = server.client();

	private JsonNode post(String path, String body) {
		String answer = this.client.post()
			.uri("/auth" + path)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body.replace('\'', '"'))
			.exchange()
			.expectStatus()
			.is2xxSuccessful()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		return JsonMapper.shared().readTree((answer != null) ? answer : "{}");
	}

	private static @Nullable String passwordHash(String userId) {
		return faroesDatabase().sql("SELECT password_hash FROM faroe_user WHERE id = :id")
			.bind("id", userId)
			.mapValue(String.class)
			.one()
			.block();
	}

	private static DatabaseClient faroesDatabase() {
		return server.bean(Databases.class).faroes();
	}

	@Test
	void usersSignUpLogInAndResetTheirPasswordsWithTheEncoderOfTheApplication() {
		JsonNode user = post("/users", "{'email':'ann@example.com','password':'a long enough password'}");
		String id = user.get("id").stringValue();
		assertThat(passwordHash(id)).startsWith("{bcrypt}");
		assertThat(post("/authenticate/password", "{'email':'ann@example.com','password':'a long enough password'}"))
			.isEqualTo(user);
		JsonNode reset = post("/users/" + id + "/password-reset-requests", "{}");
		String resetId = reset.get("id").stringValue();
		post("/password-reset-requests/" + resetId + "/verify-email",
				"{'code':'%s'}".formatted(reset.get("code").stringValue()));
		post("/reset-password", "{'request_id':'%s','password':'another long password'}".formatted(resetId));
		assertThat(passwordHash(id)).startsWith("{bcrypt}");
		post("/authenticate/password", "{'email':'ann@example.com','password':'another long password'}");
	}

	@Test
	void timeIsWhatTheClockOfTheApplicationSays() {
		JsonNode user = post("/users", "{'email':'bob@example.com','password':'a long enough password'}");
		assertThat(user.get("created_at").longValue()).isEqualTo(Host.NOW.getEpochSecond());
	}

	@Test
	void jsonMapperOfTheApplicationIsForTheApplication() {
		this.client.get()
			.uri("/page")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("{\"FullName\":\"ann\"}");
	}

	@Test
	void tablesAreInTheMarkedDatabaseAlone() {
		StepVerifier.create(faroesDatabase().sql("SELECT COUNT(*) FROM faroe_user").mapValue(Long.class).one())
			.expectNextCount(1)
			.verifyComplete();
		StepVerifier
			.create(server.bean(Databases.class)
				.applications()
				.sql("SELECT COUNT(*) FROM faroe_user")
				.mapValue(Long.class)
				.one())
			.verifyErrorMatches((ex) -> String.valueOf(ex.getMessage()).contains("faroe_user"));
	}

	@Test
	void transactionManagerOfTheApplicationIsForTheApplication() {
		CountingTransactionManager transactions = server.bean(CountingTransactionManager.class);
		int before = transactions.begun.get();
		JsonNode user = post("/users", "{'email':'cid@example.com','password':'a long enough password'}");
		post("/users/" + user.get("id").stringValue() + "/update-password",
				"{'password':'a long enough password','new_password':'another long password'}");
		assertThat(transactions.begun).hasValue(before);
	}

	@Test
	void transactionOnTheMarkedConnectionFactoryIsJoined() {
		UserService users = server.bean(UserService.class);
		ConnectionFactory faroes = server.bean(Databases.class).marked();
		TransactionalOperator transaction = TransactionalOperator.create(new R2dbcTransactionManager(faroes));
		Mono<Void> signUp = users.create("dan@example.com", "a long enough password", null)
			.then(createAccount())
			.as(transaction::transactional);
		StepVerifier.create(signUp).verifyError(IllegalStateException.class);
		StepVerifier.create(users.getByEmail("dan@example.com"))
			.verifyErrorMatches(
					(ex) -> ex instanceof FaroeException failure && failure.error() == FaroeError.USER_NOT_EXISTS);
	}

	private static Mono<Void> createAccount() {
		return Mono.error(new IllegalStateException("the application changed its mind"));
	}

	@EnableAutoConfiguration
	static class Host {

		static final Instant NOW = Instant.parse("2030-06-01T12:00:00Z");

		@Bean
		JsonMapper jsonMapper() {
			return JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE).build();
		}

		@Bean
		Clock clock() {
			return Clock.fixed(NOW, ZoneOffset.UTC);
		}

		@Bean
		PasswordEncoder passwordEncoder() {
			return PasswordEncoderFactories.createDelegatingPasswordEncoder();
		}

		@Bean
		ConnectionFactory applications() {
			return ConnectionFactories.get("r2dbc:h2:mem:///own_beans_application?options=DB_CLOSE_DELAY=-1");
		}

		@Bean
		@FaroeConnectionFactory
		ConnectionFactory faroes() {
			return ConnectionFactories.get("r2dbc:h2:mem:///own_beans_faroe?options=DB_CLOSE_DELAY=-1");
		}

		@Bean
		CountingTransactionManager transactionManager(@Qualifier("applications") ConnectionFactory applications) {
			return new CountingTransactionManager(new R2dbcTransactionManager(applications));
		}

		@Bean
		Databases databases(@Qualifier("applications") ConnectionFactory applications,
				@Qualifier("faroes") ConnectionFactory faroes) {
			return new Databases(DatabaseClient.create(applications), DatabaseClient.create(faroes), faroes);
		}

		@Bean
		RouterFunction<ServerResponse> page() {
			return RouterFunctions.route()
				.GET("/page", (request) -> ServerResponse.ok().bodyValue(new Person("ann")))
				.build();
		}

		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory factory = new ReactorResourceFactory();
			factory.setUseGlobalResources(false);
			factory.setShutdownQuietPeriod(Duration.ZERO);
			return factory;
		}

	}

	record Databases(DatabaseClient applications, DatabaseClient faroes, ConnectionFactory marked) {
	}

	record Person(String fullName) {
	}

	static final class CountingTransactionManager implements ReactiveTransactionManager {

		private final AtomicInteger begun = new AtomicInteger();

		private final ReactiveTransactionManager manager;

		CountingTransactionManager(ReactiveTransactionManager manager) {
			this.manager = manager;
		}

		@Override
		public Mono<ReactiveTransaction> getReactiveTransaction(@Nullable TransactionDefinition definition) {
			this.begun.incrementAndGet();
			return this.manager.getReactiveTransaction(definition);
		}

		@Override
		public Mono<Void> commit(ReactiveTransaction transaction) {
			return this.manager.commit(transaction);
		}

		@Override
		public Mono<Void> rollback(ReactiveTransaction transaction) {
			return this.manager.rollback(transaction);
		}

	}

}
