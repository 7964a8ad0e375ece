package dev.faroe.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.faroe.FaroeError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code POST /password-reset-requests/[request_id]/verify-email}.
 */
class VerifyPasswordResetEndpointTests extends PasswordResetTests {

	@Test
	void verifiesRequest() {
		String userId = createUserId();
		Reset reset = createReset(userId);
		assertThat(resetPassword(reset, NEW_PASSWORD).error()).isEqualTo(FaroeError.INVALID_REQUEST);
		Answer answer = verify(reset, reset.code());
		assertThat(answer.status()).isEqualTo(204);
		assertThat(answer.body()).isEmpty();
		assertThat(resetPassword(reset, NEW_PASSWORD).status()).isEqualTo(204);
	}

	@Test
	void leavesEmailAddressAsItIs() {
		JsonNode user = createUser();
		createVerifiedReset(id(user));
		assertThat(get("/users/" + id(user)).json().get("email_verified").booleanValue()).isFalse();
	}

	@Test
	void verifiesAgainAndAgain() {
		Reset reset = createReset(createUserId());
		for (int time = 0; time < 7; time++) {
			assertThat(verify(reset, reset.code()).status()).isEqualTo(204);
		}
	}

	@Test
	void verifiesTheRequestOfTheCodeOnly() {
		String userId = createUserId();
		Reset first = createReset(userId);
		Reset second = createReset(userId);
		assertThat(verify(first, second.code()).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(verify(second, second.code()).status()).isEqualTo(204);
		assertThat(resetPassword(first, NEW_PASSWORD).error()).isEqualTo(FaroeError.INVALID_REQUEST);
	}

	@Test
	void comparesCodeExactly() {
		Reset reset = createReset(createUserId());
		for (String code : List.of(reset.code().toLowerCase(Locale.ROOT), " " + reset.code(), reset.code() + " ",
				"x".repeat(10_000))) {
			assertThat(verify(reset, code).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		}
		assertThat(verify(reset, reset.code()).status()).isEqualTo(204);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{}", "{\"code\":null}", "{\"code\":12345678}", "{\"code\":\"\"}",
			"{\"code\":\"\\u0000\"}", "{\"code\":\"AAAAAAAA\",\"client_ip\":1}" })
	void rejectsMalformedBody(String body) {
		Reset reset = createReset(createUserId());
		assertThat(postText(reset.path() + "/verify-email", body).error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(postText("/password-reset-requests/" + UNKNOWN_ID + "/verify-email", body).error())
			.isEqualTo(FaroeError.NOT_FOUND);
	}

	@Test
	void rejectsAddressThatIsTooLong() {
		Reset reset = createReset(createUserId());
		assertThat(post(reset.path() + "/verify-email", "code", reset.code(), "client_ip", "x".repeat(65)).error())
			.isEqualTo(FaroeError.INVALID_DATA);
	}

	@Test
	void deletesRequestWithFifthWrongCode() {
		Reset reset = createReset(createUserId());
		for (int attempt = 0; attempt < 5; attempt++) {
			assertThat(get(reset.path()).status()).isEqualTo(200);
			assertThat(verify(reset, reset.wrongCode()).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		}
		assertThat(get(reset.path()).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(verify(reset, reset.code()).error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	@Test
	void countsNoSuccesses() {
		Reset reset = createReset(createUserId());
		for (int attempt = 0; attempt < 4; attempt++) {
			assertThat(verify(reset, reset.wrongCode()).error()).isEqualTo(FaroeError.INCORRECT_CODE);
			assertThat(verify(reset, reset.code()).status()).isEqualTo(204);
		}
		Map<String, Object> row = row(server(), reset);
		assertThat(row).containsEntry("attempts", 4).containsEntry("failed_attempts", 4);
		assertThat(verify(reset, reset.wrongCode()).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(resetPassword(reset, NEW_PASSWORD).error()).isEqualTo(FaroeError.INVALID_REQUEST);
	}

	@Test
	void refusesWhileAllAttemptsAreUnderWay() {
		Reset reset = createReset(createUserId());
		server().database()
			.sql("UPDATE faroe_password_reset_request SET attempts = 5 WHERE id = :id")
			.bind("id", reset.id())
			.then()
			.block();
		Answer refused = verify(reset, reset.code());
		assertThat(refused.error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(refused.header("Retry-After")).isEqualTo("600");
		assertThat(get(reset.path()).status()).isEqualTo(200);
	}

	@Test
	void judgesNoMoreThanFiveOfManySimultaneousGuesses() {
		Reset reset = createReset(createUserId());
		List<Answer> answers = inParallel(60, (index) -> verify(reset, reset.wrongCode()));
		assertThat(count(answers, FaroeError.INCORRECT_CODE)).isBetween(1L, 5L);
		assertThat(errors(answers)).isSubsetOf(FaroeError.INCORRECT_CODE, FaroeError.TOO_MANY_REQUESTS,
				FaroeError.NOT_FOUND);
		assertThat(verify(reset, reset.code()).error()).isEqualTo(FaroeError.NOT_FOUND);
	}

}
