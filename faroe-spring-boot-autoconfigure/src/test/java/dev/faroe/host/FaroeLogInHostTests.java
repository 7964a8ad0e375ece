package dev.faroe.host;

import java.time.Duration;

import dev.faroe.login.FaroeUserDetails;
import dev.faroe.login.LogInUnavailableException;
import dev.faroe.password.argon2.Argon2Engine;
import dev.faroe.password.argon2.Argon2Parameters;
import dev.faroe.password.argon2.Argon2idPasswordEncoder;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application to which Faroe's users log in, with Boot's default security, behind a
 * proxy, so that each test has an address of its own. The framework rewrites requests by
 * their forwarded headers, for the sake of the links that the application makes.
 */
class FaroeLogInHostTests {

	private static final String PASSWORD = "a long enough password";

	private static FaroeServer server;

	@BeforeAll
	static void start() {
		server = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { Host.class },
				FaroeServer.WITH_SPRING_SECURITY, "faroe.rest.enabled=false",
				"faroe.security.authentication-manager.enabled=true", "faroe.client-address.trusted-proxies=127.0.0.1",
				"server.forward-headers-strategy=framework", "spring.r2dbc.pool.max-size=1",
				"spring.r2dbc.pool.initial-size=1", "spring.r2dbc.pool.max-acquire-time=500ms");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static User createUser(String email) {
		User user = server.bean(UserService.class).create(email, PASSWORD, null).block();
		assertThat(user).isNotNull();
		return user;
	}

	private static HttpStatusCode logIn(String email, String password, String address) {
		return server.anonymousClient()
			.get()
			.uri("/me")
			.headers((headers) -> headers.setBasicAuth(email, password))
			.header("X-Forwarded-For", address)
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getStatus();
	}

	@Test
	void userLogsIn() {
		User user = createUser("ann@example.com");
		server.anonymousClient()
			.get()
			.uri("/me")
			.headers((headers) -> headers.setBasicAuth("Ann@Example.com", PASSWORD))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo(user.id());
	}

	@Test
	void unknownUserIsNotToldFromAWrongPassword() {
		createUser("bob@example.com");
		assertThat(answer("bob@example.com")).isEqualTo(answer("nobody@example.com")).isEqualTo(answer("no address"));
	}

	private static String answer(String email) {
		return server.anonymousClient()
			.get()
			.uri("/me")
			.headers((headers) -> headers.setBasicAuth(email, "wrong"))
			.header("X-Forwarded-For", "192.0.2.1")
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectBody(String.class)
			.returnResult()
			.getResponseHeaders()
			.toString();
	}

	@Test
	void guessesFromOneAddressAreLimited() {
		createUser("cid@example.com");
		for (int guess = 0; guess < 5; guess++) {
			assertThat(logIn("cid@example.com", "wrong", "192.0.2.2")).isEqualTo(HttpStatus.UNAUTHORIZED);
		}
		assertThat(logIn("cid@example.com", PASSWORD, "192.0.2.2")).isEqualTo(HttpStatus.UNAUTHORIZED);
		assertThat(logIn("cid@example.com", PASSWORD, "192.0.2.3")).isEqualTo(HttpStatus.OK);
		server.clock().advance(Duration.ofMinutes(15));
		assertThat(logIn("cid@example.com", PASSWORD, "192.0.2.2")).isEqualTo(HttpStatus.OK);
	}

	@Test
	void addressThatAClientClaimsGivesNoFurtherGuesses() {
		createUser("gil@example.com");
		for (int guess = 0; guess < 5; guess++) {
			assertThat(logIn("gil@example.com", "wrong", "198.51.100." + guess + ", 192.0.2.6"))
				.isEqualTo(HttpStatus.UNAUTHORIZED);
		}
		for (int guess = 5; guess < 20; guess++) {
			assertThat(logIn("gil@example.com", PASSWORD, "198.51.100." + guess + ", 192.0.2.6"))
				.isEqualTo(HttpStatus.UNAUTHORIZED);
		}
		assertThat(logIn("gil@example.com", PASSWORD, "192.0.2.6, 192.0.2.7")).isEqualTo(HttpStatus.OK);
	}

	@Test
	void outdatedHashIsReplaced() {
		User user = createUser("dan@example.com");
		String outdated = new Argon2idPasswordEncoder(new Argon2Parameters(128, 1, 1), Argon2Engine.AUTO)
			.encode(PASSWORD);
		server.database()
			.sql("UPDATE faroe_user SET password_hash = :hash WHERE id = :id")
			.bind("hash", String.valueOf(outdated))
			.bind("id", user.id())
			.then()
			.block();
		assertThat(logIn("dan@example.com", PASSWORD, "192.0.2.4")).isEqualTo(HttpStatus.OK);
		assertThat(passwordHash(user)).contains("m=64,").isNotEqualTo(outdated);
	}

	private static @Nullable String passwordHash(User user) {
		return server.database()
			.sql("SELECT password_hash FROM faroe_user WHERE id = :id")
			.bind("id", user.id())
			.mapValue(String.class)
			.one()
			.block();
	}

	@Test
	void passwordAloneDoesNotLetAUserWithASecondFactorIn() {
		User user = createUser("eve@example.com");
		server.database()
			.sql("INSERT INTO faroe_totp_credential (id, user_id, created_at, totp_key, last_used_step)"
					+ " VALUES ('aaaaaaaaaaaaaaaaaaaaaaaa', :userId, 0, 'plain:', 0)")
			.bind("userId", user.id())
			.then()
			.block();
		assertThat(logIn("eve@example.com", PASSWORD, "192.0.2.5")).isEqualTo(HttpStatus.UNAUTHORIZED);
	}

	@Test
	void userIsFoundByEmailAddress() {
		User user = createUser("fay@example.com");
		assertThat(server.bean(ReactiveUserDetailsService.class).findByUsername("fay@example.com").block())
			.isEqualTo(new FaroeUserDetails(user));
	}

	@Test
	void logInIsOutOfServiceWithoutADatabase() {
		createUser("hal@example.com");
		Connection onlyOne = Mono.from(server.bean(ConnectionFactory.class).create()).block();
		assertThat(onlyOne).isNotNull();
		assertThat(logIn("hal@example.com", PASSWORD, "192.0.2.80")).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(new Browser(server.anonymousClient()).submit("/login", "username", "hal@example.com", "password",
				PASSWORD))
			.isEqualTo("302 /login?error");
		StepVerifier.create(server.bean(ReactiveUserDetailsService.class).findByUsername("hal@example.com"))
			.verifyError(LogInUnavailableException.class);
		Mono.from(onlyOne.close()).block();
		assertThat(logIn("hal@example.com", PASSWORD, "192.0.2.80")).isEqualTo(HttpStatus.OK);
	}

	@Import(FaroeServer.Host.class)
	static class Host {

		@Bean
		RouterFunction<ServerResponse> me() {
			return RouterFunctions.route()
				.GET("/me",
						(request) -> request.principal()
							.cast(Authentication.class)
							.map(Authentication::getPrincipal)
							.cast(FaroeUserDetails.class)
							.flatMap((user) -> ServerResponse.ok().bodyValue(user.getUserId())))
				.build();
		}

	}

}
