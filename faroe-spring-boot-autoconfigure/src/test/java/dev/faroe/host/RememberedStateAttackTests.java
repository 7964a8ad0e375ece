package dev.faroe.host;

import java.time.Duration;
import java.util.Objects;

import dev.faroe.accountstate.AccountStateService;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions of which is remembered that they count, after a change at the same instance.
 */
@Tag("one-jdk")
class RememberedStateAttackTests {

	private static final String PASSWORD = "a long enough password";

	private static FaroeServer server;

	private static int users;

	@BeforeAll
	static void start() {
		server = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { StepsHost.class },
				FaroeServer.WITH_SPRING_SECURITY, "faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false",
				"faroe.security.log-in.enabled=true", "faroe.security.sessions.check-interval=10m");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private final User user = Objects.requireNonNull(server.bean(UserService.class)
		.create("remembered%d@example.com".formatted(++users), PASSWORD, null)
		.block());

	private final Browser browser = logIn();

	private Browser logIn() {
		server.clock().advance(Duration.ofMinutes(16));
		Browser loggedIn = new Browser(server.anonymousClient(), "/log-in");
		loggedIn.submit("/log-in", "email", String.valueOf(this.user.email()), "password", PASSWORD);
		assertThat(loggedIn.open("/page")).isEqualTo("200 " + this.user.id());
		return loggedIn;
	}

	@Test
	void endAtOnceWhenTheUserIsDisabledOutsideOfARequest() {
		server.bean(AccountStateService.class).disable(this.user.id(), null).block();
		assertThat(this.browser.open("/page")).isEqualTo("303 /log-in");
	}

	@Test
	void endAtOnceWhenTheUserIsDeletedInARequest() {
		StepsHost.change = (request) -> server.bean(UserService.class).delete(this.user.id()).then(Mono.just(true));
		Browser admin = logInAsAnother();
		assertThat(admin.submit("/change")).isEqualTo("200 changed");
		assertThat(this.browser.open("/page")).isEqualTo("303 /log-in");
	}

	private Browser logInAsAnother() {
		User another = Objects.requireNonNull(server.bean(UserService.class)
			.create("remembered%d@example.com".formatted(++users), PASSWORD, null)
			.block());
		Browser loggedIn = new Browser(server.anonymousClient(), "/log-in");
		loggedIn.submit("/log-in", "email", String.valueOf(another.email()), "password", PASSWORD);
		return loggedIn;
	}

}
