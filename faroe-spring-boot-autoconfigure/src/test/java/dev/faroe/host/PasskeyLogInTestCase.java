package dev.faroe.host;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.faroe.passkey.Algorithm;
import dev.faroe.passkey.Passkey;
import dev.faroe.passkey.PasskeyService;
import dev.faroe.passkey.SoftwareAuthenticator;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;

/**
 * The log-in with passkeys, with sessions in memory and in a real Redis, as a script
 * speaks. Each test has a user of its own.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(SessionStore.class)
abstract class PasskeyLogInTestCase {

	static final String PASSWORD = "a long enough password";

	static final String ORIGIN = "https://shop.example";

	private static @Nullable FaroeServer server;

	private static List<String> database = List.of();

	private static int users;

	@Parameter
	SessionStore store = SessionStore.MEMORY;

	final User user = createUser();

	final SoftwareAuthenticator authenticator = new SoftwareAuthenticator(ORIGIN, Algorithm.ES256);

	final ScriptedBrowser browser = newBrowser();

	@BeforeParameterizedClassInvocation
	static void start(SessionStore store) {
		database = TestDatabase.H2.create();
		server = start(store.properties());
		if (store == SessionStore.REDIS) {
			// Spring Data waits for its first connection, on whatever thread.
			server().bean(ReactiveRedisConnectionFactory.class).getReactiveConnection().ping().block();
		}
	}

	/**
	 * Start another instance.
	 */
	static FaroeServer start(String... properties) {
		return FaroeServer.start(database, new Class<?>[] { StepsHost.class },
				Stream
					.concat(Stream.of(FaroeServer.WITH_SPRING_SECURITY, "faroe.rest.enabled=false",
							"faroe.rest.openapi.enabled=false", "faroe.security.log-in.enabled=true",
							"faroe.passkeys.enabled=true", "faroe.passkeys.origins=" + ORIGIN), Stream.of(properties))
					.toArray(String[]::new));
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server().close();
	}

	static FaroeServer server() {
		return Objects.requireNonNull(server);
	}

	@BeforeEach
	void waitForTheLimits() {
		server().clock().advance(Duration.ofMinutes(16));
	}

	static ScriptedBrowser newBrowser() {
		return new ScriptedBrowser(server().anonymousClient(), "/log-in");
	}

	static User createUser() {
		return Objects.requireNonNull(server().bean(UserService.class)
			.create("passkeys%d@example.com".formatted(++users), PASSWORD, null)
			.block());
	}

	static PasskeyService passkeys() {
		return server().bean(PasskeyService.class);
	}

	static Passkey register(User user, SoftwareAuthenticator authenticator) {
		return Objects.requireNonNull(passkeys().registrationOptions(user.id(), false)
			.flatMap((options) -> passkeys().register(user.id(), json(authenticator.register(options)), "Laptop"))
			.block());
	}

	static String json(Map<String, Object> object) {
		return JsonMapper.shared().writeValueAsString(object);
	}

	static String logInByPassword(ScriptedBrowser browser, User user) {
		return browser.outcome("/log-in", Map.of("email", String.valueOf(user.email()), "password", PASSWORD));
	}

	/**
	 * Answer the challenge of a step.
	 * @return the answer of the authenticator, not sent yet
	 */
	Map<String, Object> answer(ScriptedBrowser browser, String step) {
		return this.authenticator.authenticate(browser.call("/log-in/passkey/options", Map.of("step", step)));
	}

	/**
	 * Do a step.
	 */
	String use(ScriptedBrowser browser, String step) {
		return browser.outcome("/log-in/passkey", answer(browser, step));
	}

}
