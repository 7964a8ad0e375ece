package dev.faroe.recovery;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import dev.faroe.totp.Authenticator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoints about recovery codes and second factors.
 */
@Tag("one-jdk")
class RecoveryCodeEndpointTests extends EndpointTests {

	private static final String WRONG = "IIIIIIII";

	@Test
	void replacesCodeThatIsRight() {
		JsonNode user = createUser();
		Answer answer = verify(id(user), recoveryCode(user));
		assertThat(answer.status()).isEqualTo(200);
		String newCode = recoveryCode(answer.json());
		assertThat(answer.body()).isEqualTo("{\"recovery_code\":\"%s\"}".formatted(newCode));
		assertThat(newCode).matches("[A-HJ-NP-Z2-9]{8}").isNotEqualTo(recoveryCode(user));
		assertThat(recoveryCode(get("/users/" + id(user)).json())).isEqualTo(newCode);
		assertThat(verify(id(user), recoveryCode(user)).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(verify(id(user), newCode).status()).isEqualTo(200);
	}

	@Test
	void leavesSecondFactorsAloneWhenItVerifiesCode() {
		JsonNode user = createUser();
		registerTotp(id(user));
		assertThat(verify(id(user), recoveryCode(user)).status()).isEqualTo(200);
		assertThat(get("/users/" + id(user)).json().get("totp_registered").booleanValue()).isTrue();
	}

	@Test
	void rejectsCodeThatIsWrong() {
		JsonNode user = createUser();
		String lowerCase = recoveryCode(user).toLowerCase(Locale.ROOT);
		for (String wrong : List.of(" ", WRONG, recoveryCode(createUser()), lowerCase, recoveryCode(user) + " ")) {
			assertThat(verify(id(user), wrong).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		}
		assertThat(recoveryCode(get("/users/" + id(user)).json())).isEqualTo(recoveryCode(user));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "[]", "{\"recovery_code\":null}", "{\"recovery_code\":\"\"}",
			"{\"recovery_code\":12345678}", "{\"code\":\"AAAAAAAA\"}" })
	void rejectsMalformedBody(String body) {
		assertThat(postText("/users/" + createUserId() + "/verify-recovery-code", body).error())
			.isEqualTo(FaroeError.INVALID_DATA);
	}

	@Test
	void looksForTheUserBeforeTheBody() {
		for (String id : List.of(UNKNOWN_ID, "no-id")) {
			assertThat(postText("/users/" + id + "/verify-recovery-code", "[]").error())
				.isEqualTo(FaroeError.NOT_FOUND);
			assertThat(verify(id, WRONG).error()).isEqualTo(FaroeError.NOT_FOUND);
			assertThat(post("/users/" + id + "/regenerate-recovery-code").error()).isEqualTo(FaroeError.NOT_FOUND);
			assertThat(delete("/users/" + id + "/second-factors").error()).isEqualTo(FaroeError.NOT_FOUND);
		}
	}

	@Test
	void acceptsOneOfManySimultaneousUsesOfACode() {
		JsonNode user = createUser();
		List<Answer> answers = inParallel(6, (index) -> verify(id(user), recoveryCode(user)));
		assertThat(count(answers, 200)).isOne();
		assertThat(answers).filteredOn((answer) -> answer.status() != 200)
			.allSatisfy((answer) -> assertThat(answer.error()).isIn(FaroeError.INCORRECT_CODE,
					FaroeError.TOO_MANY_REQUESTS));
	}

	@Test
	void judgesNoMoreThanFiveWrongCodesOfAUser() {
		JsonNode user = createUser();
		List<Answer> answers = inParallel(60, (index) -> verify(id(user), WRONG));
		assertThat(count(answers, FaroeError.INCORRECT_CODE)).isEqualTo(5);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(55);
		assertThat(answers).filteredOn((answer) -> answer.error() == FaroeError.TOO_MANY_REQUESTS)
			.allSatisfy((answer) -> assertThat(answer.header("Retry-After")).isEqualTo("900"));
		assertThat(verify(id(user), recoveryCode(user)).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(postText("/users/" + id(user) + "/verify-recovery-code", "{}").error())
			.isEqualTo(FaroeError.INVALID_DATA);
		server().clock().advance(Duration.ofMinutes(15));
		assertThat(verify(id(user), recoveryCode(user)).status()).isEqualTo(200);
	}

	@Test
	void forgetsWrongCodesAfterARightOne() {
		JsonNode user = createUser();
		for (int count = 0; count < 4; count++) {
			assertThat(verify(id(user), WRONG).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		}
		assertThat(verify(id(user), recoveryCode(user)).status()).isEqualTo(200);
		for (int count = 0; count < 5; count++) {
			assertThat(verify(id(user), WRONG).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		}
		assertThat(verify(id(user), WRONG).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void regeneratesCode() {
		JsonNode user = createUser();
		Answer answer = post("/users/" + id(user) + "/regenerate-recovery-code");
		assertThat(answer.status()).isEqualTo(200);
		String newCode = recoveryCode(answer.json());
		assertThat(answer.body()).isEqualTo("{\"recovery_code\":\"%s\"}".formatted(newCode));
		assertThat(newCode).matches("[A-HJ-NP-Z2-9]{8}").isNotEqualTo(recoveryCode(user));
		assertThat(recoveryCode(get("/users/" + id(user)).json())).isEqualTo(newCode);
		assertThat(verify(id(user), recoveryCode(user)).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(verify(id(user), newCode).status()).isEqualTo(200);
	}

	@Test
	void regeneratesCodeWhateverTheBody() {
		assertThat(postText("/users/" + createUserId() + "/regenerate-recovery-code", "[").status()).isEqualTo(200);
	}

	@Test
	void deletesSecondFactors() {
		String userId = createUserId();
		String otherId = createUserId();
		registerTotp(userId);
		registerTotp(userId);
		registerTotp(otherId);
		assertThat(delete("/users/" + userId + "/second-factors").status()).isEqualTo(204);
		assertThat(get("/users/" + userId + "/totp-credentials").body()).isEqualTo("[]");
		assertThat(get("/users/" + otherId + "/totp-credentials").json()).hasSize(1);
		assertThat(delete("/users/" + userId + "/second-factors").status()).isEqualTo(204);
	}

	private void registerTotp(String userId) {
		Authenticator authenticator = new Authenticator(server().clock());
		assertThat(post("/users/" + userId + "/register-totp-credential", "key", authenticator.key(), "code",
				authenticator.code())
			.status()).isEqualTo(200);
	}

	private Answer verify(String userId, String code) {
		return post("/users/" + userId + "/verify-recovery-code", "recovery_code", code);
	}

}
