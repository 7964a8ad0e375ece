package dev.faroe.host;

import java.time.Duration;

import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long a log-in lasts that is in use all the time.
 */
class SessionLifetimeTests {

	private static final String PASSWORD = "a long enough password";

	private static FaroeServer server;

	private static int users;

	private final String email = "lifetime%d@example.com".formatted(++users);

	private final String userId = server.bean(UserService.class).create(this.email, PASSWORD, null).block().id();

	private final Browser browser = new Browser(server.anonymousClient(), "/log-in");

	@BeforeAll
	static void start() {
		server = start("faroe.security.sessions.max-age=1h");
	}

	private static FaroeServer start(String property) {
		return FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { StepsHost.class },
				FaroeServer.WITH_SPRING_SECURITY, "faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false",
				"faroe.security.log-in.enabled=true", property);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private void logIn() {
		this.browser.submit("/log-in", "email", this.email, "password", PASSWORD);
	}

	private void stayBusyFor(Duration time) {
		for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusMinutes(10)) {
			assertThat(this.browser.open("/page")).isEqualTo("200 " + this.userId);
			server.clock().advance(Duration.ofMinutes(10));
		}
	}

	@Test
	void endsWithTheGreatestAge() {
		logIn();
		stayBusyFor(Duration.ofMinutes(60));
		assertThat(this.browser.open("/page")).isEqualTo("303 /log-in");
		assertThat(this.browser.open("/public")).isEqualTo("200 nobody");
	}

	@Test
	void beginsAnewWithANewProofOfEverything() {
		logIn();
		stayBusyFor(Duration.ofMinutes(50));
		assertThat(this.browser.submit("/log-in/step-up", "password", PASSWORD)).startsWith("303");
		stayBusyFor(Duration.ofMinutes(60));
		assertThat(this.browser.open("/page")).isEqualTo("303 /log-in");
	}

	@Test
	void doesNotGoOnWithANewProofOfOneOfTwoFactors() {
		Authenticator authenticator = new Authenticator(server.clock());
		server.bean(TotpService.class)
			.register(this.userId, new TotpKey(authenticator.keyBytes()), authenticator.code())
			.block();
		server.clock().advance(Duration.ofMinutes(1));
		logIn();
		this.browser.submit("/log-in/second-factor", "code", authenticator.code());
		stayBusyFor(Duration.ofMinutes(50));
		assertThat(this.browser.submit("/log-in/step-up", "code", authenticator.code())).startsWith("303");
		stayBusyFor(Duration.ofMinutes(10));
		assertThat(this.browser.open("/page")).isEqualTo("303 /log-in");
	}

	@Test
	void endsIfItBeganBeforeTheTimeThatTheOperatorHasSet() {
		try (FaroeServer restarted = start("faroe.security.sessions.not-before=" + inTenMinutes())) {
			restarted.bean(UserService.class).create(this.email, PASSWORD, null).block();
			Browser visitor = new Browser(restarted.anonymousClient(), "/log-in");
			visitor.submit("/log-in", "email", this.email, "password", PASSWORD);
			assertThat(visitor.open("/page")).isEqualTo("303 /log-in");
			restarted.clock().advance(Duration.ofMinutes(10));
			visitor.submit("/log-in", "email", this.email, "password", PASSWORD);
			assertThat(visitor.open("/page")).startsWith("200");
		}
	}

	private static String inTenMinutes() {
		return new dev.faroe.test.MutableClock().instant().plus(Duration.ofMinutes(10)).toString();
	}

}
