package dev.faroe.web;

import java.util.List;
import java.util.Locale;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code POST /authenticate/password}, {@code /users/[user_id]/verify-password} and
 * {@code /users/[user_id]/update-password}.
 */
@Tag("one-jdk")
class PasswordEndpointTests extends EndpointTests {

	private static final String NEW_PASSWORD = "another long enough password";

	@Test
	void authenticatesUser() {
		JsonNode user = createUser();
		Answer answer = post("/authenticate/password", "email", user.get("email").stringValue(), "password", PASSWORD);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json()).isEqualTo(user);
	}

	@Test
	void authenticatesUserWhoseEmailIsTypedInUpperCase() {
		JsonNode user = createUser();
		Answer answer = post("/authenticate/password", "email",
				user.get("email").stringValue().toUpperCase(Locale.ROOT), "password", PASSWORD);
		assertThat(answer.json()).isEqualTo(user);
	}

	@Test
	void authenticatesNobodyElse() {
		JsonNode user = createUser();
		assertThat(
				post("/authenticate/password", "email", user.get("email").stringValue(), "password", "wrong").error())
			.isEqualTo(FaroeError.INCORRECT_PASSWORD);
		assertThat(post("/authenticate/password", "email", newEmail(), "password", PASSWORD).error())
			.isEqualTo(FaroeError.USER_NOT_EXISTS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{}", "{\"email\":\"a@b.c\"}", "{\"password\":\"x\"}",
			"{\"email\":\"a@b.c\",\"password\":\"\"}", "{\"email\":\"a\",\"password\":\"x\"}",
			"{\"email\":null,\"password\":\"x\"}", "{\"email\":\"a@b.c\",\"password\":\"x\",\"client_ip\":1}" })
	void rejectsMalformedAuthentication(String body) {
		assertThat(postText("/authenticate/password", body).error()).isEqualTo(FaroeError.INVALID_DATA);
	}

	@Test
	void rejectsClientAddressOfMoreThan64Characters() {
		String email = createUser().get("email").stringValue();
		assertThat(post("/authenticate/password", "email", email, "password", PASSWORD, "client_ip", "1".repeat(65))
			.error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(post("/authenticate/password", "email", email, "password", PASSWORD, "client_ip", "x".repeat(64))
			.status()).isEqualTo(200);
	}

	@Test
	void verifiesPassword() {
		String path = "/users/" + createUserId() + "/verify-password";
		assertThat(post(path, "password", PASSWORD).status()).isEqualTo(204);
		assertThat(post(path, "password", "wrong").error()).isEqualTo(FaroeError.INCORRECT_PASSWORD);
		assertThat(post(path, "password", "").error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(post(path, "password", "x".repeat(128)).error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(post(path, "password", "x".repeat(127)).error()).isEqualTo(FaroeError.INCORRECT_PASSWORD);
		assertThat(postText(path, "nonsense").error()).isEqualTo(FaroeError.INVALID_DATA);
	}

	@ParameterizedTest
	@ValueSource(strings = { "verify-password", "update-password" })
	void reportsMissingUserBeforeAMalformedBody(String action) {
		assertThat(postText("/users/" + UNKNOWN_ID + "/" + action, "nonsense").error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(postText("/users/unknown/" + action, "nonsense").error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(
				post("/users/" + UNKNOWN_ID + "/" + action, "password", PASSWORD, "new_password", NEW_PASSWORD).error())
			.isEqualTo(FaroeError.NOT_FOUND);
	}

	@Test
	void updatesPassword() {
		String id = createUserId();
		Answer update = post("/users/" + id + "/update-password", "password", PASSWORD, "new_password", NEW_PASSWORD);
		assertThat(update.status()).isEqualTo(204);
		assertThat(post("/users/" + id + "/verify-password", "password", NEW_PASSWORD).status()).isEqualTo(204);
		assertThat(post("/users/" + id + "/verify-password", "password", PASSWORD).error())
			.isEqualTo(FaroeError.INCORRECT_PASSWORD);
	}

	@Test
	void keepsPasswordThatCannotBeUpdated() {
		String id = createUserId();
		String path = "/users/" + id + "/update-password";
		assertThat(post(path, "password", "wrong", "new_password", NEW_PASSWORD).error())
			.isEqualTo(FaroeError.INCORRECT_PASSWORD);
		assertThat(post(path, "password", PASSWORD, "new_password", "password1").error())
			.isEqualTo(FaroeError.WEAK_PASSWORD);
		assertThat(post(path, "password", PASSWORD, "new_password", "1234567").error())
			.isEqualTo(FaroeError.INVALID_DATA);
		assertThat(post(path, "password", PASSWORD, "new_password", "x".repeat(128)).error())
			.isEqualTo(FaroeError.INVALID_DATA);
		assertThat(post(path, "password", "", "new_password", NEW_PASSWORD).error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(post(path, "new_password", NEW_PASSWORD).error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(post(path, "password", PASSWORD).error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(post("/users/" + id + "/verify-password", "password", PASSWORD).status()).isEqualTo(204);
	}

	@Test
	void removesPasswordResetRequestsWithTheOldPassword() {
		String id = createUserId();
		server().database()
			.sql("INSERT INTO faroe_password_reset_request VALUES ('%1$s', '%1$s', 0, 9999999999, 'hash', TRUE, 0, 0)"
				.formatted(id))
			.then()
			.block();
		post("/users/" + id + "/update-password", "password", PASSWORD, "new_password", NEW_PASSWORD);
		assertThat(server().database()
			.sql("SELECT COUNT(*) FROM faroe_password_reset_request WHERE user_id = '" + id + "'")
			.mapValue(Long.class)
			.one()
			.block()).isZero();
	}

	@Test
	void letsOneOfManySimultaneousUpdatesWin() {
		String id = createUserId();
		List<Answer> answers = inParallel(5, (index) -> post("/users/" + id + "/update-password", "password", PASSWORD,
				"new_password", NEW_PASSWORD + index));
		assertThat(count(answers, 204)).isOne();
		assertThat(count(answers, FaroeError.INCORRECT_PASSWORD)).isEqualTo(4);
	}

	@Test
	void countsCodePointsOfPasswords() {
		assertThat(post("/users", "password", "🔑".repeat(7)).error()).isEqualTo(FaroeError.INVALID_DATA);
		String id = post("/users", "password", "🔑".repeat(127)).json().get("id").stringValue();
		assertThat(post("/users/" + id + "/verify-password", "password", "🔑".repeat(127)).status()).isEqualTo(204);
		assertThat(post("/users", "password", "🔑".repeat(128)).error()).isEqualTo(FaroeError.INVALID_DATA);
	}

	@Test
	void upgradesTheHashOfAnotherServerAtTheFirstLogIn() {
		JsonNode user = createUser();
		String path = "/users/" + id(user) + "/verify-password";
		String hash = "$argon2id$v=19$m=19456,t=2,p=1$dUTb3m5yLJfGaxKydtP7Uw$I27+7mybGRb1R18+G+CBjf+F/gLBo383eLPKRoDh0s0";
		server().database()
			.sql("UPDATE faroe_user SET password_hash = :hash WHERE id = :id")
			.bind("hash", hash)
			.bind("id", id(user))
			.then()
			.block();
		assertThat(post(path, "password", "wrong").error()).isEqualTo(FaroeError.INCORRECT_PASSWORD);
		assertThat(passwordHash(user)).isEqualTo(hash);
		assertThat(inParallel(3, (index) -> post(path, "password", "Fixture-password-0-650e1dfe")))
			.allSatisfy((answer) -> assertThat(answer.status()).isEqualTo(204));
		assertThat(passwordHash(user)).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
		assertThat(post(path, "password", "Fixture-password-0-650e1dfe").status()).isEqualTo(204);
	}

	private @Nullable String passwordHash(JsonNode user) {
		return server().database()
			.sql("SELECT password_hash FROM faroe_user WHERE id = :id")
			.bind("id", id(user))
			.mapValue(String.class)
			.one()
			.block();
	}

}
