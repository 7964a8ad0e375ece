package dev.faroe.web;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.totp.Authenticator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The group {@code account-state}: every door is closed to a user who is disabled.
 */
@Tag("one-jdk")
class AccountStateEndpointTests extends EndpointTests {

	private static final Map<TestDatabase, FaroeServer> SERVERS = new EnumMap<>(TestDatabase.class);

	@Override
	protected FaroeServer server() {
		return SERVERS.computeIfAbsent(database(),
				(database) -> FaroeServer.start(database, "faroe.rest.include=account-state"));
	}

	@AfterAll
	static void stopServers() {
		SERVERS.values().forEach(FaroeServer::close);
		SERVERS.clear();
	}

	@BeforeEach
	void beginInTheMiddleOfATimeStep() {
		server().clock().advance(Duration.ofSeconds(45 - server().clock().instant().getEpochSecond() % 30));
	}

	@Test
	void disablesAndEnables() {
		JsonNode user = createUser();
		assertThat(user.get("disabled").booleanValue()).isFalse();
		assertThat(disable(user).status()).isEqualTo(204);
		assertThat(get("/users/" + id(user)).json().get("disabled").booleanValue()).isTrue();
		assertThat(get("/users?email_query=" + user.get("email").stringValue()).json()
			.get(0)
			.get("disabled")
			.booleanValue()).isTrue();
		assertThat(enable(user).status()).isEqualTo(204);
		assertThat(logIn(user, PASSWORD).json().get("disabled").booleanValue()).isFalse();
	}

	@Test
	void answersTheRightPasswordOfADisabledUserAsAWrongOne() {
		JsonNode user = createUser();
		disable(user);
		assertThat(logIn(user, PASSWORD).body()).isEqualTo(logIn(user, "a wrong password").body());
		assertThat(logIn(user, PASSWORD).error()).isEqualTo(FaroeError.INCORRECT_PASSWORD);
		assertThat(post("/users/" + id(user) + "/verify-password", "password", PASSWORD).error())
			.isEqualTo(FaroeError.INCORRECT_PASSWORD);
		assertThat(post("/users/" + id(user) + "/update-password", "password", PASSWORD, "new_password",
				"another long password")
			.error()).isEqualTo(FaroeError.INCORRECT_PASSWORD);
	}

	@Test
	void countsTheRightPasswordOfADisabledUserAsAWrongOne() {
		JsonNode user = createUser();
		disable(user);
		String address = newAddress();
		for (int attempt = 0; attempt < 5; attempt++) {
			assertThat(logInFrom(address, user).error()).isEqualTo(FaroeError.INCORRECT_PASSWORD);
			server().clock().advance(Duration.ofSeconds(10));
		}
		assertThat(logInFrom(address, user).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void acceptsNoCodeOfADisabledUser() {
		JsonNode user = createUser();
		Authenticator authenticator = new Authenticator(server().clock());
		Answer credential = post("/users/" + id(user) + "/register-totp-credential", "key", authenticator.key(), "code",
				authenticator.code());
		disable(user);
		assertThat(post("/totp-credentials/" + id(credential) + "/verify-totp", "code", authenticator.code()).error())
			.isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(post("/users/" + id(user) + "/verify-recovery-code", "recovery_code", recoveryCode(user)).error())
			.isEqualTo(FaroeError.INCORRECT_CODE);
		enable(user);
		assertThat(post("/totp-credentials/" + id(credential) + "/verify-totp", "code", authenticator.code()).status())
			.isEqualTo(204);
	}

	@Test
	void resetsNoPasswordOfADisabledUser() {
		JsonNode user = createUser();
		String resets = "/users/" + id(user) + "/password-reset-requests";
		JsonNode verified = post(resets).json();
		post("/password-reset-requests/" + id(verified) + "/verify-email", "code", code(verified));
		JsonNode unverified = post(resets).json();
		disable(user);
		assertThat(post(resets).error()).isEqualTo(FaroeError.NOT_ALLOWED);
		assertThat(post("/reset-password", "request_id", id(verified), "password", "another long password").error())
			.isEqualTo(FaroeError.INVALID_REQUEST);
		assertThat(
				post("/password-reset-requests/" + id(unverified) + "/verify-email", "code", code(unverified)).error())
			.isEqualTo(FaroeError.NOT_FOUND);
		enable(user);
		assertThat(get(resets).json()).isEmpty();
		assertThat(post(resets).status()).isEqualTo(200);
	}

	@Test
	void leavesNoResetRequestThatWasCreatedWhileTheUserWasDisabled() {
		JsonNode user = createUser();
		String resets = "/users/" + id(user) + "/password-reset-requests";
		List<Answer> answers = inParallel(9, (index) -> (index == 4) ? disable(user) : post(resets));
		assertThat(count(answers, 204)).isEqualTo(1);
		assertThat(get(resets).json()).isEmpty();
	}

	@Test
	void knowsTheReasonOfWhoDisabledLast() {
		JsonNode user = createUser();
		disable(user);
		assertThat(post("/users/" + id(user) + "/disable", "reason", "Second thoughts").status()).isEqualTo(204);
		assertThat(post("/users/" + id(user) + "/disable", "reason", "x".repeat(500)).status()).isEqualTo(204);
	}

	@Test
	void refusesWhatIsNoReason() {
		String path = "/users/" + createUserId() + "/disable";
		assertThat(post(path, "reason", "x".repeat(501)).error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(post(path, "reason", 1).error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(postText(path, "[]").error()).isEqualTo(FaroeError.INVALID_DATA);
	}

	@Test
	void knowsNoUnknownUser() {
		for (String endpoint : List.of("/disable", "/enable")) {
			assertThat(post("/users/" + UNKNOWN_ID + endpoint).error()).isEqualTo(FaroeError.NOT_FOUND);
		}
		assertThat(post("/users/" + UNKNOWN_ID + "/disable", "reason", 1).error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	@Test
	void canBeRepeated() {
		JsonNode user = createUser();
		assertThat(enable(user).status()).isEqualTo(204);
		disable(user);
		assertThat(disable(user).status()).isEqualTo(204);
		enable(user);
		assertThat(logIn(user, PASSWORD).status()).isEqualTo(200);
	}

	private Answer disable(JsonNode user) {
		return post("/users/" + id(user) + "/disable");
	}

	private Answer enable(JsonNode user) {
		return post("/users/" + id(user) + "/enable");
	}

	private Answer logIn(JsonNode user, String password) {
		return post("/authenticate/password", "email", user.get("email").stringValue(), "password", password);
	}

	private Answer logInFrom(String address, JsonNode user) {
		return post("/authenticate/password", "email", user.get("email").stringValue(), "password", PASSWORD,
				"client_ip", address);
	}

}
