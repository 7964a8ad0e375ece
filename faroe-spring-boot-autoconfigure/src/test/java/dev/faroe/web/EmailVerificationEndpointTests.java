package dev.faroe.web;

import java.time.Duration;
import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code POST}, {@code GET} and {@code DELETE}
 * {@code /users/[user_id]/email-verification-request}.
 */
@Tag("one-jdk")
class EmailVerificationEndpointTests extends EndpointTests {

	@Test
	void createsRequest() {
		String userId = createUserId();
		Answer answer = post(path(userId));
		assertThat(answer.status()).isEqualTo(200);
		String code = answer.json().get("code").stringValue();
		long now = server().clock().instant().getEpochSecond();
		assertThat(code).matches("[A-HJ-NP-Z2-9]{8}");
		assertThat(answer.body()).isEqualTo("{\"user_id\":\"%s\",\"created_at\":%d,\"expires_at\":%d,\"code\":\"%s\"}"
			.formatted(userId, now, now + 600, code));
		assertThat(get(path(userId)).body()).isEqualTo(answer.body());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "{\"client_ip\":1}" })
	void ignoresBody(String body) {
		assertThat(postText(path(createUserId()), body).status()).isEqualTo(200);
	}

	@Test
	void replacesEarlierRequestByOneWithNewCodeAndNewExpiry() {
		String userId = createUserId();
		JsonNode first = post(path(userId)).json();
		server().clock().advance(Duration.ofSeconds(599));
		JsonNode second = post(path(userId)).json();
		assertThat(second.get("code")).isNotEqualTo(first.get("code"));
		assertThat(second.get("created_at").longValue()).isEqualTo(first.get("created_at").longValue() + 599);
		assertThat(second.get("expires_at").longValue()).isEqualTo(first.get("expires_at").longValue() + 599);
		server().clock().advance(Duration.ofSeconds(1));
		assertThat(get(path(userId)).json()).isEqualTo(second);
		assertThat(verify(userId, code(first)).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		assertThat(verify(userId, code(second)).status()).isEqualTo(204);
	}

	@Test
	void replacesExpiredRequest() {
		String userId = createUserId();
		post(path(userId));
		server().clock().advance(Duration.ofSeconds(600));
		JsonNode second = post(path(userId)).json();
		assertThat(get(path(userId)).json()).isEqualTo(second);
	}

	@Test
	void refusesFourthRequestUntilFiveMinutesHavePassed() {
		String userId = createUserId();
		for (int index = 0; index < 3; index++) {
			assertThat(post(path(userId)).status()).isEqualTo(200);
		}
		Answer refused = post(path(userId));
		assertThat(refused.error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(refused.header("Retry-After")).isEqualTo("300");
		server().clock().advance(Duration.ofSeconds(299));
		assertThat(post(path(userId)).header("Retry-After")).isEqualTo("1");
		server().clock().advance(Duration.ofSeconds(1));
		assertThat(post(path(userId)).status()).isEqualTo(200);
		assertThat(post(path(createUserId())).status()).isEqualTo(200);
	}

	@Test
	void sharesLimitWithEmailUpdates() {
		String userId = createUserId();
		post(path(userId));
		post("/users/" + userId + "/email-update-requests", "email", newEmail());
		post(path(userId));
		assertThat(post(path(userId)).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(post("/users/" + userId + "/email-update-requests", "email", newEmail()).error())
			.isEqualTo(FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void refusesRequestWhileTooManyCodesWereWrong() {
		String userId = createUserId();
		String code = post(path(userId)).json().get("code").stringValue();
		for (int index = 0; index < 5; index++) {
			assertThat(verify(userId, wrong(code)).error()).isEqualTo(FaroeError.INCORRECT_CODE);
		}
		Answer refused = post(path(userId));
		assertThat(refused.error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(refused.header("Retry-After")).isEqualTo("900");
		server().clock().advance(Duration.ofMinutes(15));
		assertThat(post(path(userId)).status()).isEqualTo(200);
	}

	@Test
	void deletesRequest() {
		String userId = createUserId();
		String code = post(path(userId)).json().get("code").stringValue();
		Answer answer = delete(path(userId));
		assertThat(answer.status()).isEqualTo(204);
		assertThat(answer.body()).isEmpty();
		assertThat(get(path(userId)).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(delete(path(userId)).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(verify(userId, code).error()).isEqualTo(FaroeError.NOT_ALLOWED);
	}

	@Test
	void deletesRequestWithUser() {
		String userId = createUserId();
		post(path(userId));
		assertThat(delete("/users/" + userId).status()).isEqualTo(204);
		assertThat(get(path(userId)).error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	@Test
	void knowsNoRequestOfUserWithoutOne() {
		String userId = createUserId();
		assertThat(get(path(userId)).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(delete(path(userId)).error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	@ParameterizedTest
	@ValueSource(strings = { UNKNOWN_ID, "nobody", "AAAAAAAAAAAAAAAAAAAAAAAA" })
	void knowsNoRequestOfUnknownUser(String userId) {
		for (HttpMethod method : List.of(HttpMethod.POST, HttpMethod.GET, HttpMethod.DELETE)) {
			assertThat(send(method, path(userId), null).error()).as("%s", method).isEqualTo(FaroeError.NOT_FOUND);
		}
	}

	@Test
	void knowsRequestUntilItExpires() {
		String userId = createUserId();
		post(path(userId));
		server().clock().advance(Duration.ofSeconds(599));
		assertThat(get(path(userId)).status()).isEqualTo(200);
		server().clock().advance(Duration.ofSeconds(1));
		assertThat(get(path(userId)).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(delete(path(userId)).error()).isEqualTo(FaroeError.NOT_FOUND);
		server().clock().advance(Duration.ofSeconds(1));
		assertThat(get(path(userId)).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(delete(path(userId)).error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	private static String path(String userId) {
		return "/users/" + userId + "/email-verification-request";
	}

	private Answer verify(String userId, String code) {
		return post("/users/" + userId + "/verify-email", "code", code);
	}

}
