package dev.faroe.web;

import java.util.List;
import java.util.stream.Stream;

import dev.faroe.FaroeError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code POST /reset-password}.
 */
class ResetPasswordEndpointTests extends PasswordResetTests {

	@Test
	void setsPassword() {
		JsonNode user = createUser();
		Reset reset = createVerifiedReset(id(user));
		Answer answer = resetPassword(reset, NEW_PASSWORD);
		assertThat(answer.status()).isEqualTo(204);
		assertThat(answer.body()).isEmpty();
		assertThat(logIn(user, PASSWORD).error()).isEqualTo(FaroeError.INCORRECT_PASSWORD);
		assertThat(logIn(user, NEW_PASSWORD).json().get("id")).isEqualTo(user.get("id"));
	}

	@Test
	void marksEmailAddressAsVerified() {
		JsonNode user = createUser();
		resetPassword(createVerifiedReset(id(user)), NEW_PASSWORD);
		assertThat(get("/users/" + id(user)).json().get("email_verified").booleanValue()).isTrue();
	}

	@Test
	void marksNothingAsVerifiedForUserWithoutEmailAddress() {
		String userId = post("/users", "password", PASSWORD).json().get("id").stringValue();
		assertThat(resetPassword(createVerifiedReset(userId), NEW_PASSWORD).status()).isEqualTo(204);
		JsonNode user = get("/users/" + userId).json();
		assertThat(user.get("email").isNull()).isTrue();
		assertThat(user.get("email_verified").booleanValue()).isFalse();
		assertThat(post("/users/" + userId + "/verify-password", "password", NEW_PASSWORD).status()).isEqualTo(204);
	}

	@Test
	void deletesAllRequestsOfUser() {
		String userId = createUserId();
		Reset ofAnotherUser = createReset(createUserId());
		Reset first = createVerifiedReset(userId);
		Reset second = createVerifiedReset(userId);
		createReset(userId);
		assertThat(resetPassword(second, NEW_PASSWORD).status()).isEqualTo(204);
		assertThat(get(requestsOf(userId)).body()).isEqualTo("[]");
		assertThat(resetPassword(first, PASSWORD).error()).isEqualTo(FaroeError.INVALID_REQUEST);
		assertThat(resetPassword(second, PASSWORD).error()).isEqualTo(FaroeError.INVALID_REQUEST);
		assertThat(get(ofAnotherUser.path()).status()).isEqualTo(200);
	}

	@Test
	void rejectsRequestThatIsNotVerified() {
		JsonNode user = createUser();
		Reset reset = createReset(id(user));
		assertThat(resetPassword(reset, NEW_PASSWORD).error()).isEqualTo(FaroeError.INVALID_REQUEST);
		assertThat(logIn(user, PASSWORD).status()).isEqualTo(200);
		assertThat(get(reset.path()).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { UNKNOWN_ID, " ", "x", "' OR 1=1 --" })
	void rejectsUnknownRequest(String id) {
		assertThat(post("/reset-password", "request_id", id, "password", NEW_PASSWORD).error())
			.isEqualTo(FaroeError.INVALID_REQUEST);
	}

	@Test
	void keepsRequestWhenPasswordIsWeak() {
		JsonNode user = createUser();
		Reset reset = createVerifiedReset(id(user));
		assertThat(resetPassword(reset, "password1").error()).isEqualTo(FaroeError.WEAK_PASSWORD);
		assertThat(logIn(user, PASSWORD).status()).isEqualTo(200);
		assertThat(resetPassword(reset, NEW_PASSWORD).status()).isEqualTo(204);
		assertThat(logIn(user, NEW_PASSWORD).status()).isEqualTo(200);
	}

	@Test
	void judgesRequestBeforeStrength() {
		Reset reset = createReset(createUserId());
		assertThat(resetPassword(reset, "password1").error()).isEqualTo(FaroeError.INVALID_REQUEST);
	}

	@Test
	void judgesLengthBeforeRequest() {
		Reset reset = createVerifiedReset(createUserId());
		for (String password : List.of("", "7 chars", "x".repeat(128))) {
			assertThat(resetPassword(reset, password).error()).isEqualTo(FaroeError.INVALID_DATA);
			assertThat(post("/reset-password", "request_id", UNKNOWN_ID, "password", password).error())
				.isEqualTo(FaroeError.INVALID_DATA);
		}
		assertThat(resetPassword(reset, "\uD83D\uDD11".repeat(127)).status()).isEqualTo(204);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{}", "{\"request_id\":\"aaaaaaaaaaaaaaaaaaaaaaaa\"}",
			"{\"password\":\"another long enough password\"}",
			"{\"request_id\":1,\"password\":\"another long enough password\"}",
			"{\"request_id\":\"aaaaaaaaaaaaaaaaaaaaaaaa\",\"password\":null}",
			"{\"request_id\":\"aaaaaaaaaaaaaaaaaaaaaaaa\",\"password\":\"another long\\u0000password\"}",
			"{\"request_id\":\"aaaaaaaaaaaaaaaaaaaaaaaa\",\"password\":\"another long password\",\"client_ip\":[]}" })
	void rejectsMalformedBody(String body) {
		assertThat(postText("/reset-password", body).error()).isEqualTo(FaroeError.INVALID_DATA);
	}

	@Test
	void rejectsAddressThatIsTooLong() {
		assertThat(
				post("/reset-password", "request_id", UNKNOWN_ID, "password", NEW_PASSWORD, "client_ip", "x".repeat(65))
					.error())
			.isEqualTo(FaroeError.INVALID_DATA);
	}

	@Test
	void resetsOnePasswordWithOneRequest() {
		JsonNode user = createUser();
		Reset reset = createVerifiedReset(id(user));
		List<Answer> answers = inParallel(3, (index) -> resetPassword(reset, NEW_PASSWORD + index));
		assertThat(count(answers, 204)).isOne();
		assertThat(count(answers, FaroeError.INVALID_REQUEST)).isEqualTo(2);
		assertThat(working(user, PASSWORD, NEW_PASSWORD + 0, NEW_PASSWORD + 1, NEW_PASSWORD + 2)).hasSize(1)
			.doesNotContain(PASSWORD);
	}

	@Test
	void resetsOnePasswordWithSeveralRequestsOfOneUser() {
		String userId = createUserId();
		List<Reset> resets = List.of(createVerifiedReset(userId), createVerifiedReset(userId),
				createVerifiedReset(userId));
		List<Answer> answers = inParallel(3, (index) -> resetPassword(resets.get(index), NEW_PASSWORD + index));
		assertThat(count(answers, 204)).isOne();
		assertThat(count(answers, FaroeError.INVALID_REQUEST)).isEqualTo(2);
	}

	@Test
	void resetsOrUpdatesPasswordButNotBoth() {
		JsonNode user = createUser();
		Reset reset = createVerifiedReset(id(user));
		List<Answer> answers = inParallel(2,
				(index) -> (index == 0) ? resetPassword(reset, NEW_PASSWORD)
						: post("/users/" + id(user) + "/update-password", "password", PASSWORD, "new_password",
								NEW_PASSWORD + " updated"));
		assertThat(count(answers, 204)).isOne();
		assertThat(working(user, PASSWORD, NEW_PASSWORD, NEW_PASSWORD + " updated")).hasSize(1)
			.doesNotContain(PASSWORD);
	}

	private List<String> working(JsonNode user, String... passwords) {
		return Stream.of(passwords).filter((password) -> logIn(user, password).status() == 200).toList();
	}

}
