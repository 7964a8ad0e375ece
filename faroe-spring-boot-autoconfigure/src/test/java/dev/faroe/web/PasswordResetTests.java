package dev.faroe.web;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The base of tests about password reset requests.
 */
@Tag("one-jdk")
abstract class PasswordResetTests extends EndpointTests {

	static final String NEW_PASSWORD = "another long enough password";

	static final Duration LIFETIME = Duration.ofMinutes(10);

	/**
	 * A request, and the code that verifies it.
	 */
	record Reset(String id, String code) {

		static Reset of(Answer answer) {
			JsonNode request = answer.json();
			return new Reset(request.get("id").stringValue(), request.get("code").stringValue());
		}

		String path() {
			return "/password-reset-requests/" + this.id;
		}

		/**
		 * A code of the right form that is not the right one.
		 */
		String wrongCode() {
			return wrong(this.code);
		}

	}

	Reset createReset(String userId) {
		return Reset.of(post(requestsOf(userId)));
	}

	Reset createVerifiedReset(String userId) {
		Reset reset = createReset(userId);
		verify(reset, reset.code());
		return reset;
	}

	static String requestsOf(String userId) {
		return "/users/" + userId + "/password-reset-requests";
	}

	Answer verify(Reset reset, String code) {
		return post(reset.path() + "/verify-email", "code", code);
	}

	Answer resetPassword(Reset reset, @Nullable String password) {
		return post("/reset-password", "request_id", reset.id(), "password", password);
	}

	Answer logIn(JsonNode user, String password) {
		return post("/authenticate/password", "email", user.get("email").stringValue(), "password", password);
	}

	static List<@Nullable FaroeError> errors(List<Answer> answers) {
		return answers.stream().<@Nullable FaroeError>map(Answer::error).toList();
	}

	static Map<String, Object> row(FaroeServer server, Reset reset) {
		Map<String, Object> row = server.database()
			.sql("SELECT * FROM faroe_password_reset_request WHERE id = :id")
			.bind("id", reset.id())
			.fetch()
			.one()
			.block();
		assertThat(row).isNotNull();
		return row;
	}

}
