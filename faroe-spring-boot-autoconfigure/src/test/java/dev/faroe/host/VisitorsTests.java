package dev.faroe.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import dev.faroe.totp.TotpKey;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserQuery;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks on the sign-up of README.md and the sign-in of docs/embedding.md.
 */
class VisitorsTests {

	private static final String PASSWORD = "a long enough password";

	private static FaroeServer server;

	private static int users;

	@BeforeAll
	static void start() {
		server = FaroeServer.start(TestDatabase.H2.create(),
				new Class<?>[] { BehindAProxyTests.Host.class, SignUpPage.class }, "faroe.rest.enabled=false",
				"faroe.rest.openapi.enabled=false", "faroe.users.email-required=true");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	/**
	 * All visitors have one address, whose limits are whole again by then.
	 */
	@BeforeEach
	void waitForTheLimits() {
		server.clock().advance(Duration.ofHours(1));
	}

	private static User newUser() {
		String email = "visitor%d@example.com".formatted(++users);
		return Objects.requireNonNull(server.bean(UserService.class).create(email, PASSWORD, null).block());
	}

	private static String email(User user) {
		return Objects.requireNonNull(user.email());
	}

	private static int signUp(String body) {
		return server.anonymousClient()
			.post()
			.uri("/sign-up")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getStatus()
			.value();
	}

	private static int signIn(String... namesAndValues) {
		var form = BodyInserters.fromFormData("page", "sign-in");
		for (int index = 0; index < namesAndValues.length; index += 2) {
			form.with(namesAndValues[index], namesAndValues[index + 1]);
		}
		return server.anonymousClient()
			.post()
			.uri("/sign-in")
			.body(form)
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getStatus()
			.value();
	}

	@Test
	void signUpsFromOneAddressAreLimited() {
		List<Integer> statuses = new ArrayList<>();
		for (int time = 0; time < 8; time++) {
			statuses
				.add(signUp("{\"email\":\"visitor%d@example.com\",\"password\":\"%s\"}".formatted(++users, PASSWORD)));
		}
		assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 400, 400, 400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "{}", "{\"password\":\"a long enough password\"}",
			"{\"email\":null,\"password\":\"a long enough password\"}",
			"{\"email\":\"\",\"password\":\"a long enough password\"}", "{\"email\":\"eve@example.com\"}",
			"{\"email\":\"eve@example.com\",\"password\":\"\"}",
			"{\"email\":\"eve@example.com\",\"password\":\"password1\"}" })
	void signUpWithoutAnAddressOrAPasswordIsRefused(String body) {
		long before = count();
		assertThat(signUp(body)).isEqualTo(400);
		assertThat(count()).isEqualTo(before);
	}

	private static long count() {
		return Objects
			.requireNonNull(server.bean(UserService.class)
				.list(new UserQuery(UserQuery.SortBy.EMAIL, UserQuery.SortOrder.ASCENDING, 1, 1, ""))
				.block())
			.total();
	}

	@Test
	void signUpWithTheAddressOfSomebodyElseIsRefused() {
		User victim = newUser();
		assertThat(signUp("{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email(victim), "another long password")))
			.isEqualTo(400);
		assertThat(signIn("email", email(victim), "password", "another long password")).isEqualTo(401);
	}

	@Test
	void signInTakesThePasswordOfTheUserAlone() {
		User user = newUser();
		assertThat(signIn("email", email(user), "password", "wrong")).isEqualTo(401);
		assertThat(signIn("email", email(user), "password", "")).isEqualTo(401);
		assertThat(signIn("email", email(user))).isEqualTo(401);
		assertThat(signIn("password", PASSWORD)).isEqualTo(401);
		assertThat(signIn()).isEqualTo(401);
		assertThat(signIn("email", "nobody@example.com", "password", PASSWORD)).isEqualTo(401);
		assertThat(signIn("email", email(user), "password", PASSWORD)).isEqualTo(200);
	}

	@Test
	void signInDoesNotTakeAPasswordForTheSecondFactor() {
		User user = newUser();
		Authenticator authenticator = new Authenticator(server.clock());
		server.bean(TotpService.class)
			.register(user.id(), TotpKey.ofBase64(authenticator.key()), authenticator.code())
			.block();
		assertThat(signIn("email", email(user), "password", PASSWORD)).isEqualTo(403);
		assertThat(signIn("email", email(user), "password", "wrong")).isEqualTo(401);
	}

}
