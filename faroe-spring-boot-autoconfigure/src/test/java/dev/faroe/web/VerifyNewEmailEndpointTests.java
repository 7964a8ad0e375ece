package dev.faroe.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code POST /verify-new-email}.
 */
@Tag("one-jdk")
class VerifyNewEmailEndpointTests extends EndpointTests {

	@Test
	void givesUserVerifiedEmail() {
		String userId = createUserId();
		String email = newEmail();
		Answer answer = verify(create(userId, email));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("{\"email\":\"%s\"}".formatted(email));
		JsonNode user = get("/users/" + userId).json();
		assertThat(user.get("email").stringValue()).isEqualTo(email);
		assertThat(user.get("email_verified").booleanValue()).isTrue();
		assertThat(post("/authenticate/password", "email", email, "password", PASSWORD).json()).isEqualTo(user);
	}

	@Test
	void givesEmailToUserWithoutOne() {
		String userId = post("/users", "password", PASSWORD).json().get("id").stringValue();
		assertThat(verify(create(userId, newEmail())).status()).isEqualTo(200);
		assertThat(get("/users/" + userId).json().get("email_verified").booleanValue()).isTrue();
	}

	@Test
	void freesFormerEmail() {
		JsonNode user = createUser();
		verify(create(id(user), newEmail()));
		assertThat(post("/users", "email", user.get("email").stringValue(), "password", PASSWORD).status())
			.isEqualTo(200);
	}

	@Test
	void removesEveryRequestForEmailAndWhatWasSentToFormerOne() {
		String userId = createUserId();
		String otherId = createUserId();
		String email = newEmail();
		JsonNode request = create(userId, email);
		JsonNode sameEmail = create(otherId, email);
		JsonNode anotherEmail = create(userId, newEmail());
		post("/users/" + userId + "/email-verification-request");
		post("/users/" + otherId + "/email-verification-request");
		insertPasswordResetRequest(userId);
		insertPasswordResetRequest(otherId);
		assertThat(verify(request).status()).isEqualTo(200);
		assertThat(verify(request).error()).isEqualTo(FaroeError.INVALID_REQUEST);
		assertThat(verify(sameEmail).error()).isEqualTo(FaroeError.INVALID_REQUEST);
		assertThat(get("/users/" + userId + "/email-update-requests").json()).containsExactly(anotherEmail);
		assertThat(get("/users/" + otherId + "/email-update-requests").body()).isEqualTo("[]");
		assertThat(get("/users/" + userId + "/email-verification-request").error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(get("/users/" + otherId + "/email-verification-request").status()).isEqualTo(200);
		assertThat(countPasswordResetRequests(userId)).isZero();
		assertThat(countPasswordResetRequests(otherId)).isOne();
	}

	@Test
	void changesNothingWhenEmailWasTakenMeanwhile() {
		JsonNode user = createUser();
		String userId = id(user);
		String email = newEmail();
		JsonNode request = create(userId, email);
		post("/users/" + userId + "/email-verification-request");
		insertPasswordResetRequest(userId);
		String other = post("/users", "email", email, "password", PASSWORD).json().get("id").stringValue();
		for (int index = 0; index < 6; index++) {
			assertThat(verify(request).error()).isEqualTo(FaroeError.EMAIL_ALREADY_USED);
		}
		assertThat(get("/users/" + userId).json()).isEqualTo(user);
		assertThat(get("/users/" + userId + "/email-verification-request").status()).isEqualTo(200);
		assertThat(countPasswordResetRequests(userId)).isOne();
		delete("/users/" + other);
		assertThat(verify(request).status()).isEqualTo(200);
	}

	@Test
	void removesRequestWithFifthWrongCode() {
		JsonNode request = create(createUserId(), newEmail());
		for (int index = 0; index < 5; index++) {
			assertThat(verify(request, wrong(code(request))).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		}
		assertThat(get("/email-update-requests/" + id(request)).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(verify(request).error()).isEqualTo(FaroeError.INVALID_REQUEST);
	}

	@Test
	void acceptsRightCodeAfterFourWrongOnes() {
		JsonNode request = create(createUserId(), newEmail());
		for (String code : List.of(" ", "a code", code(request).toLowerCase(Locale.ROOT), wrong(code(request)))) {
			assertThat(verify(request, code).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		}
		assertThat(verify(request).status()).isEqualTo(200);
	}

	@Test
	void refusesCodeOfAnotherRequest() {
		String userId = createUserId();
		JsonNode request = create(userId, newEmail());
		assertThat(verify(request, code(create(userId, newEmail()))).error()).isEqualTo(FaroeError.INCORRECT_CODE);
	}

	@Test
	void refusesRightCodeWhileAllAttemptsAreUnderWay() {
		JsonNode request = create(createUserId(), newEmail());
		server().database()
			.sql("UPDATE faroe_email_update_request SET attempts = 5 WHERE id = :id")
			.bind("id", id(request))
			.then()
			.block();
		server().clock().advance(Duration.ofSeconds(1));
		Answer refused = verify(request);
		assertThat(refused.error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(refused.header("Retry-After")).isEqualTo("599");
	}

	@ParameterizedTest
	@CsvSource({ "599, 200", "600, 400", "601, 400" })
	void acceptsCodeUntilItExpires(int seconds, int status) {
		JsonNode request = create(createUserId(), newEmail());
		server().clock().advance(Duration.ofSeconds(seconds));
		Answer answer = verify(request);
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.error()).isEqualTo((status == 200) ? null : FaroeError.INVALID_REQUEST);
	}

	@ParameterizedTest
	@ValueSource(strings = { UNKNOWN_ID, " ", "nothing", "AAAAAAAAAAAAAAAAAAAAAAAA", "\u00e9" })
	void refusesUnknownRequest(String id) {
		assertThat(post("/verify-new-email", "request_id", id, "code", "AAAAAAAA").error())
			.isEqualTo(FaroeError.INVALID_REQUEST);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "{}", "{\"code\":\"AAAAAAAA\"}",
			"{\"request_id\":\"aaaaaaaaaaaaaaaaaaaaaaaa\"}", "{\"request_id\":1,\"code\":\"AAAAAAAA\"}",
			"{\"request_id\":\"aaaaaaaaaaaaaaaaaaaaaaaa\",\"code\":1}",
			"{\"request_id\":\"aaaaaaaaaaaaaaaaaaaaaaaa\",\"code\":\"\"}",
			"{\"request_id\":\"\",\"code\":\"AAAAAAAA\"}",
			"{\"request_id\":\"aaaaaaaaaaaaaaaaaaaaaaaa\",\"code\":\"\\u0000\"}" })
	void rejectsMalformedBody(String body) {
		assertThat(postText("/verify-new-email", body).error()).isEqualTo(FaroeError.INVALID_DATA);
	}

	@Test
	void judgesFiveOfManySimultaneousWrongCodes() {
		JsonNode request = create(createUserId(), newEmail());
		List<Answer> answers = inParallel(60, (index) -> verify(request, wrong(code(request))));
		assertThat(count(answers, FaroeError.INCORRECT_CODE)).isEqualTo(5);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS) + count(answers, FaroeError.INVALID_REQUEST))
			.isEqualTo(55);
		assertThat(verify(request).error()).isEqualTo(FaroeError.INVALID_REQUEST);
	}

	@Test
	void acceptsOneOfManySimultaneousRightCodes() {
		JsonNode request = create(createUserId(), newEmail());
		List<Answer> answers = inParallel(5, (index) -> verify(request));
		assertThat(count(answers, 200)).isOne();
		assertThat(count(answers, FaroeError.INVALID_REQUEST)).isEqualTo(4);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 16 })
	void givesEmailToOneOfManyUsersThatVerifyItAtOnce(int number) {
		String email = newEmail();
		List<JsonNode> requests = IntStream.range(0, number)
			.mapToObj((index) -> create(createUserId(), email))
			.toList();
		List<Answer> answers = inParallel(number, (index) -> verify(requests.get(index)));
		assertThat(count(answers, 200)).as("%s", answers).isOne();
		assertThat(count(answers, FaroeError.EMAIL_ALREADY_USED) + count(answers, FaroeError.INVALID_REQUEST))
			.as("%s", answers)
			.isEqualTo(number - 1);
	}

	private JsonNode create(String userId, String email) {
		return post("/users/" + userId + "/email-update-requests", "email", email).json();
	}

	private Answer verify(JsonNode request) {
		return verify(request, code(request));
	}

	private Answer verify(JsonNode request, String code) {
		return post("/verify-new-email", "request_id", id(request), "code", code);
	}

	private void insertPasswordResetRequest(String userId) {
		server().database()
			.sql("""
					INSERT INTO faroe_password_reset_request
						(id, user_id, created_at, expires_at, code_hash, verified, attempts, failed_attempts)
					VALUES (:id, :userId, 0, :expiresAt, 'hash', FALSE, 0, 0)""")
			.bind("id", "reset" + next())
			.bind("userId", userId)
			.bind("expiresAt", server().clock().instant().getEpochSecond() + 600)
			.then()
			.block();
	}

	private Long countPasswordResetRequests(String userId) {
		return server().database()
			.sql("SELECT COUNT(*) FROM faroe_password_reset_request WHERE user_id = :userId")
			.bind("userId", userId)
			.mapValue(Long.class)
			.one()
			.block();
	}

}
