package dev.faroe.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code POST /users/[user_id]/verify-email}.
 */
@Tag("one-jdk")
class VerifyEmailEndpointTests extends EndpointTests {

	@Test
	void marksEmailVerifiedAndUsesRequestUp() {
		String userId = createUserId();
		String code = createRequest(userId);
		Answer answer = verify(userId, code);
		assertThat(answer.status()).isEqualTo(204);
		assertThat(answer.body()).isEmpty();
		assertThat(isVerified(userId)).isTrue();
		assertThat(verify(userId, code).error()).isEqualTo(FaroeError.NOT_ALLOWED);
		assertThat(get("/users/" + userId + "/email-verification-request").error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	@Test
	void keepsRequestWhenCodeIsWrong() {
		String userId = createUserId();
		String code = createRequest(userId);
		assertThat(verify(userId, wrong(code)).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(verify(userId, code.toLowerCase(Locale.ROOT)).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(verify(userId, " ").error()).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(isVerified(userId)).isFalse();
		assertThat(verify(userId, code).status()).isEqualTo(204);
	}

	@Test
	void refusesCodeOfAnotherUser() {
		String userId = createUserId();
		createRequest(userId);
		assertThat(verify(userId, createRequest(createUserId())).error()).isEqualTo(FaroeError.INCORRECT_CODE);
	}

	@Test
	void removesRequestWhenTooManyCodesWereWrong() {
		String userId = createUserId();
		String code = createRequest(userId);
		for (int index = 0; index < 5; index++) {
			assertThat(verify(userId, wrong(code)).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		}
		Answer refused = verify(userId, code);
		assertThat(refused.error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(refused.header("Retry-After")).isEqualTo("900");
		assertThat(verify(userId, code).error()).isEqualTo(FaroeError.NOT_ALLOWED);
		assertThat(get("/users/" + userId + "/email-verification-request").error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(isVerified(userId)).isFalse();
	}

	@Test
	void countsConsecutiveWrongCodes() {
		String userId = createUserId();
		for (int round = 0; round < 2; round++) {
			String code = createRequest(userId);
			for (int index = 0; index < 4; index++) {
				assertThat(verify(userId, wrong(code)).error()).isEqualTo(FaroeError.INCORRECT_CODE);
			}
			assertThat(verify(userId, code).status()).isEqualTo(204);
		}
	}

	@Test
	void countsWrongCodesOfReplacedRequests() {
		String userId = createUserId();
		for (int round = 0; round < 2; round++) {
			String code = createRequest(userId);
			verify(userId, wrong(code));
			verify(userId, wrong(code));
		}
		String code = createRequest(userId);
		assertThat(verify(userId, wrong(code)).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(verify(userId, code).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void usesRequestOfUserWithoutEmailUpAndMarksNothing() {
		String userId = post("/users", "password", PASSWORD).json().get("id").stringValue();
		String code = createRequest(userId);
		assertThat(verify(userId, code).status()).isEqualTo(204);
		assertThat(verify(userId, code).error()).isEqualTo(FaroeError.NOT_ALLOWED);
		assertThat(isVerified(userId)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "599, 204", "600, 400", "601, 400" })
	void acceptsCodeUntilItExpires(int seconds, int status) {
		String userId = createUserId();
		String code = createRequest(userId);
		server().clock().advance(Duration.ofSeconds(seconds));
		Answer answer = verify(userId, code);
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.error()).isEqualTo((status == 204) ? null : FaroeError.NOT_ALLOWED);
		assertThat(isVerified(userId)).isEqualTo(status == 204);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "{}", "{\"code\":null}", "{\"code\":1}", "{\"code\":\"\"}",
			"{\"code\":\"\\u0000\"}" })
	void looksForUserThenForRequestThenAtBody(String body) {
		String userId = createUserId();
		assertThat(postText("/users/" + UNKNOWN_ID + "/verify-email", body).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(postText("/users/nobody/verify-email", body).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(postText("/users/" + userId + "/verify-email", body).error()).isEqualTo(FaroeError.NOT_ALLOWED);
		String code = createRequest(userId);
		for (int index = 0; index < 6; index++) {
			assertThat(postText("/users/" + userId + "/verify-email", body).error()).isEqualTo(FaroeError.INVALID_DATA);
		}
		assertThat(verify(userId, code).status()).isEqualTo(204);
	}

	@Test
	void looksForUserBeforeCode() {
		assertThat(verify(UNKNOWN_ID, "AAAAAAAA").error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(verify("nobody", "AAAAAAAA").error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(verify(createUserId(), "AAAAAAAA").error()).isEqualTo(FaroeError.NOT_ALLOWED);
	}

	@Test
	void judgesFiveOfManySimultaneousWrongCodes() {
		String userId = createUserId();
		String code = createRequest(userId);
		List<Answer> answers = inParallel(60, (index) -> verify(userId, wrong(code)));
		assertThat(count(answers, FaroeError.INCORRECT_CODE)).isEqualTo(5);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isPositive();
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS) + count(answers, FaroeError.NOT_ALLOWED)).isEqualTo(55);
		assertThat(verify(userId, code).error()).isEqualTo(FaroeError.NOT_ALLOWED);
	}

	@Test
	void acceptsOneOfManySimultaneousRightCodes() {
		String userId = createUserId();
		String code = createRequest(userId);
		List<Answer> answers = inParallel(5, (index) -> verify(userId, code));
		assertThat(count(answers, 204)).isOne();
		assertThat(count(answers, FaroeError.NOT_ALLOWED)).isEqualTo(4);
		assertThat(isVerified(userId)).isTrue();
	}

	private String createRequest(String userId) {
		return post("/users/" + userId + "/email-verification-request").json().get("code").stringValue();
	}

	private Answer verify(String userId, String code) {
		return post("/users/" + userId + "/verify-email", "code", code);
	}

	private boolean isVerified(String userId) {
		return get("/users/" + userId).json().get("email_verified").booleanValue();
	}

}
