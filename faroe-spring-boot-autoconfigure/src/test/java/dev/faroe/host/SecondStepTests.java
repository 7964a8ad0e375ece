package dev.faroe.host;

import java.time.Duration;
import java.util.List;

import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that asks Faroe's users for a second factor after its own log-in form.
 */
class SecondStepTests {

	private static final String PASSWORD = "a long enough password";

	private static FaroeServer server;

	@BeforeAll
	static void start() {
		server = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { Host.class, SecondStep.class },
				FaroeServer.WITH_SPRING_SECURITY, "faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false",
				"faroe.security.authentication-manager.enabled=true",
				"faroe.security.authentication-manager.second-factor=allow");
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

	@Test
	void passwordIsEnoughForAUserWithoutASecondFactor() {
		createUser("ann@example.com");
		Browser browser = new Browser(server.anonymousClient());
		assertThat(browser.open("/page")).isEqualTo("302 /login");
		assertThat(browser.submit("/login", "username", "ann@example.com", "password", PASSWORD))
			.isEqualTo("302 /page");
		assertThat(browser.open("/page")).isEqualTo("200 page");
	}

	@Test
	void userWithASecondFactorHasToGiveACode() {
		User user = createUser("bob@example.com");
		Authenticator authenticator = new Authenticator(server.clock());
		server.bean(TotpService.class)
			.register(user.id(), new TotpKey(authenticator.keyBytes()), authenticator.code())
			.block();
		Browser browser = new Browser(server.anonymousClient());
		assertThat(browser.submit("/login", "username", "bob@example.com", "password", PASSWORD)).isEqualTo("302 /");
		assertThat(browser.open("/page")).startsWith("403");
		assertThat(browser.submit("/second-step", "code", authenticator.wrongCode())).startsWith("400");
		assertThat(browser.open("/page")).startsWith("403");
		server.clock().advance(Duration.ofSeconds(30));
		assertThat(browser.submit("/second-step", "code", authenticator.code())).isEqualTo("303 /");
		assertThat(browser.open("/page")).isEqualTo("200 page");
	}

	private static Authenticator register(User user) {
		Authenticator authenticator = new Authenticator(server.clock());
		server.bean(TotpService.class)
			.register(user.id(), new TotpKey(authenticator.keyBytes()), authenticator.code())
			.block();
		return authenticator;
	}

	/**
	 * Log in. The limits by address, which all visitors share, are whole again by then.
	 */
	private static Browser logIn(User user) {
		Browser browser = new Browser(server.anonymousClient());
		logIn(browser, user);
		return browser;
	}

	private static void logIn(Browser browser, User user) {
		server.clock().advance(Duration.ofMinutes(1));
		assertThat(browser.submit("/login", "username", String.valueOf(user.email()), "password", PASSWORD))
			.isEqualTo("302 /");
	}

	private static void assertShutOut(Browser browser) {
		assertThat(browser.open("/page")).startsWith("403");
	}

	@Test
	void anonymousVisitorIsSentToTheLogIn() {
		Browser browser = new Browser(server.anonymousClient());
		assertThat(browser.open("/page")).isEqualTo("302 /login");
		assertThat(browser.submit("/second-step", "code", "000000")).isEqualTo("302 /login");
		assertThat(browser.open("/page")).isEqualTo("302 /login");
	}

	@Test
	void passwordOfSomebodyElseLogsNobodyIn() {
		User user = createUser("cid@example.com");
		server.bean(UserService.class).create("dan@example.com", "another long password", null).block();
		Browser browser = new Browser(server.anonymousClient());
		for (String password : List.of("another long password", "null", "")) {
			assertThat(browser.submit("/login", "username", String.valueOf(user.email()), "password", password))
				.isEqualTo("302 /login?error");
		}
		assertThat(browser.submit("/login", "username", String.valueOf(user.email()))).isEqualTo("302 /login?error");
		assertThat(browser.open("/page")).isEqualTo("302 /login");
	}

	@Test
	void anythingButACurrentCodeOfTheUserIsRefused() {
		User user = createUser("eve@example.com");
		Authenticator authenticator = register(user);
		Authenticator another = register(createUser("fay@example.com"));
		Browser thief = logIn(user);
		Browser browser = logIn(user);
		assertThat(browser.submit("/second-step")).startsWith("400");
		assertThat(browser.submit("/second-step", "code", "")).startsWith("400");
		assertThat(browser.submit("/second-step", "code", "null")).startsWith("400");
		assertThat(browser.submit("/second-step", "code", another.code())).startsWith("400");
		assertThat(browser.submit("/second-step", "code", authenticator.code(-4))).startsWith("400");
		assertShutOut(browser);
		assertThat(browser.submit("/second-step", "code", authenticator.code())).isEqualTo("303 /");
		assertThat(thief.submit("/second-step", "code", authenticator.code())).as("a replayed code").startsWith("400");
		assertShutOut(thief);
	}

	@Test
	void stepWithoutATokenOfThePageIsRefused() {
		server.anonymousClient()
			.post()
			.uri("/second-step")
			.body(BodyInserters.fromFormData("code", "000000"))
			.exchange()
			.expectStatus()
			.isForbidden();
	}

	@Test
	void userWithoutACredentialCannotTakeTheStep() {
		Browser browser = logIn(createUser("gus@example.com"));
		assertThat(browser.submit("/second-step", "code", "000000")).startsWith("400");
		assertThat(browser.open("/page")).isEqualTo("200 page");
	}

	@Test
	void credentialAddedAfterTheLogInEndsTheSession() {
		User user = createUser("hal@example.com");
		Browser thief = logIn(user);
		assertThat(thief.open("/page")).isEqualTo("200 page");
		Authenticator authenticator = register(user);
		assertThat(thief.open("/page")).isEqualTo("302 /login");
		assertThat(thief.submit("/second-step", "code", authenticator.code())).isEqualTo("302 /login");
	}

	@Test
	void sessionFromBeforeTheStepIsWorthNothingAfterIt() {
		User user = createUser("ida@example.com");
		Authenticator authenticator = register(user);
		Browser browser = logIn(user);
		Browser thief = browser.copy();
		assertShutOut(thief);
		assertThat(browser.submit("/second-step", "code", authenticator.code())).isEqualTo("303 /");
		assertThat(browser.open("/page")).isEqualTo("200 page");
		assertThat(thief.open("/page")).isEqualTo("302 /login");
	}

	@Test
	void stepOfOneUserDoesNotCountForTheNextInTheSameSession() {
		User thief = createUser("jan@example.com");
		Authenticator authenticator = register(thief);
		User victim = createUser("kim@example.com");
		register(victim);
		Browser browser = logIn(thief);
		assertThat(browser.submit("/second-step", "code", authenticator.code())).isEqualTo("303 /");
		logIn(browser, victim);
		assertShutOut(browser);
		assertThat(browser.submit("/second-step", "code", authenticator.code(1))).startsWith("400");
		assertShutOut(browser);
	}

	@Test
	void credentialThatCannotBeReadLetsNobodyIn() {
		User user = createUser("leo@example.com");
		Authenticator authenticator = register(user);
		server.database()
			.sql("UPDATE faroe_totp_credential SET totp_key = 'v1:gone:AAAA' WHERE user_id = :userId")
			.bind("userId", user.id())
			.then()
			.block();
		Browser browser = logIn(user);
		assertThat(browser.submit("/second-step", "code", authenticator.code())).startsWith("500");
		assertShutOut(browser);
	}

	@Test
	void removalOfTheSecondFactorsEndsHalfALogIn() {
		User user = createUser("mia@example.com");
		register(user);
		Browser browser = logIn(user);
		assertShutOut(browser);
		server.bean(RecoveryCodeService.class).resetSecondFactors(user.id(), user.recoveryCode().value()).block();
		assertThat(browser.open("/page")).isEqualTo("302 /login");
	}

	@Test
	void deletedUserIsShutOut() {
		User user = createUser("ned@example.com");
		Browser browser = logIn(user);
		server.bean(UserService.class).delete(user.id()).block();
		assertThat(browser.open("/page")).isEqualTo("302 /login");
	}

	@Import(FaroeServer.Host.class)
	static class Host {

		@Bean
		RouterFunction<ServerResponse> page() {
			return RouterFunctions.route().GET("/page", (request) -> ServerResponse.ok().bodyValue("page")).build();
		}

	}

}
