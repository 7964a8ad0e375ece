package dev.faroe.web;

import java.util.List;
import java.util.Locale;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code POST /users}.
 */
@Tag("one-jdk")
class CreateUserEndpointTests extends EndpointTests {

	@Test
	void createsUser() {
		String email = newEmail();
		Answer answer = post("/users", "email", email, "password", PASSWORD);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		JsonNode user = answer.json();
		assertThat(answer.body()).isEqualTo("""
				{"id":"%s","created_at":%d,"email":"%s","email_verified":false,"recovery_code":"%s",\
				"totp_registered":false,"registered_totp":false}""".formatted(id(user),
				server().clock().instant().getEpochSecond(), email, recoveryCode(user)));
		assertThat(id(user)).matches("[a-km-np-z2-9]{24}");
		assertThat(recoveryCode(user)).matches("[A-HJ-NP-Z2-9]{8}");
		assertThat(get("/users/" + id(user)).body()).isEqualTo(answer.body());
	}

	@Test
	void createsUsersWithoutEmail() {
		Answer first = post("/users", "password", PASSWORD);
		Answer second = post("/users", "email", null, "password", PASSWORD);
		assertThat(List.of(first.json(), second.json())).allSatisfy((user) -> {
			assertThat(user.get("email").isNull()).isTrue();
			assertThat(user.get("email_verified").booleanValue()).isFalse();
		});
	}

	@Test
	void lowerCasesEmail() {
		String email = newEmail();
		assertThat(post("/users", "email", email.toUpperCase(Locale.ROOT), "password", PASSWORD).json()
			.get("email")
			.stringValue()).isEqualTo(email);
		assertThat(post("/users", "email", email, "password", PASSWORD).error())
			.isEqualTo(FaroeError.EMAIL_ALREADY_USED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "null", "1", "\"text\"", "{\"email\":\"a@b.c\"}", "{\"password\":1}",
			"{\"password\":null}", "{\"password\":\"1234567\"}", "{\"password\":\"long enough\",\"email\":1}",
			"{\"password\":\"long enough\",\"email\":\"a@b\"}", "{\"password\":\"long enough\",\"client_ip\":{}}",
			"{\"password\":\"long \\u0000 enough\"}", "{\"password\":\"long \\ud800 enough\"}",
			"{\"password\":\"long enough\"} {}", "{\"password\":\"long enough\",\"password\":\"longer than that\"}" })
	void rejectsMalformedBody(String body) {
		assertThat(postText("/users", body).error()).isEqualTo(FaroeError.INVALID_DATA);
	}

	@Test
	void letsOneOfManySimultaneousSignUpsHaveAnEmail() {
		String email = newEmail();
		List<Answer> answers = inParallel(8, (index) -> post("/users", "email", email, "password", PASSWORD));
		assertThat(count(answers, 200)).isOne();
		assertThat(count(answers, FaroeError.EMAIL_ALREADY_USED)).isEqualTo(7);
	}

	@ParameterizedTest
	@ValueSource(strings = { "password1", "PASSWORD1", "iloveyou1", "1234567890" })
	void rejectsCommonPasswords(String password) {
		assertThat(post("/users", "password", password).error()).isEqualTo(FaroeError.WEAK_PASSWORD);
	}

	@Test
	void requiresEmailIfToldTo() {
		try (FaroeServer strict = FaroeServer.start(database(), "faroe.users.email-required=true")) {
			strict.client()
				.post()
				.uri("/users")
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue("{\"password\":\"a long enough password\"}")
				.exchange()
				.expectStatus()
				.isBadRequest()
				.expectBody(String.class)
				.isEqualTo("{\"error\":\"INVALID_DATA\"}");
		}
	}

}
