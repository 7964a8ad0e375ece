package dev.faroe.host;

import java.time.Duration;

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
		assertThat(browser.submit("/login", "username", "ann@example.com", "password", PASSWORD)).isEqualTo("302 /");
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

	@Import(FaroeServer.Host.class)
	static class Host {

		@Bean
		RouterFunction<ServerResponse> page() {
			return RouterFunctions.route().GET("/page", (request) -> ServerResponse.ok().bodyValue("page")).build();
		}

	}

}
