package dev.faroe.host;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;

/**
 * The log-in by the steps of the library, with sessions in memory and in a real Redis.
 * Each test has a user of its own.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(SessionStore.class)
abstract class LogInTestCase {

	static final String PASSWORD = "a long enough password";

	private static @Nullable FaroeServer server;

	private static int users;

	@Parameter
	SessionStore store = SessionStore.MEMORY;

	final User user = createUser();

	final Browser browser = newBrowser();

	@BeforeParameterizedClassInvocation
	static void start(SessionStore store) {
		String[] properties = Stream
			.concat(Stream.of(FaroeServer.WITH_SPRING_SECURITY, "faroe.rest.enabled=false",
					"faroe.rest.openapi.enabled=false", "faroe.security.log-in.enabled=true"),
					Stream.of(store.properties()))
			.toArray(String[]::new);
		server = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { StepsHost.class }, properties);
		if (store == SessionStore.REDIS) {
			// Spring Data waits for its first connection, on whatever thread.
			server().bean(ReactiveRedisConnectionFactory.class).getReactiveConnection().ping().block();
		}
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
	}

	static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	/**
	 * The limits by address, which all visitors share, are whole again by then.
	 */
	@BeforeEach
	void waitForTheLimits() {
		server().clock().advance(Duration.ofMinutes(16));
		server().clock().advance(Duration.ofSeconds(45 - server().clock().instant().getEpochSecond() % 30));
	}

	static Browser newBrowser() {
		return new Browser(server().anonymousClient(), "/log-in");
	}

	static User createUser() {
		return Objects.requireNonNull(server().bean(UserService.class)
			.create("user%d@example.com".formatted(++users), PASSWORD, null)
			.block());
	}

	static Authenticator register(User user) {
		Authenticator authenticator = new Authenticator(server().clock());
		server().bean(TotpService.class)
			.register(user.id(), new TotpKey(authenticator.keyBytes()), authenticator.code())
			.block();
		return authenticator;
	}

	static String logIn(Browser browser, User user) {
		return browser.submit("/log-in", "email", String.valueOf(user.email()), "password", PASSWORD);
	}

}
