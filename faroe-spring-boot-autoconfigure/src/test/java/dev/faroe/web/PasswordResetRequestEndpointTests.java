package dev.faroe.web;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.faroe.FaroeError;
import dev.faroe.password.argon2.Argon2idPasswordEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Creating, reading and deleting password reset requests.
 */
class PasswordResetRequestEndpointTests extends PasswordResetTests {

	@Test
	void createsRequestWithCode() {
		String userId = createUserId();
		Answer answer = post(requestsOf(userId));
		assertThat(answer.status()).isEqualTo(200);
		Reset reset = Reset.of(answer);
		long now = server().clock().instant().getEpochSecond();
		assertThat(answer.body()).isEqualTo("""
				{"id":"%s","user_id":"%s","created_at":%d,"expires_at":%d,"code":"%s"}""".formatted(reset.id(), userId,
				now, now + LIFETIME.toSeconds(), reset.code()));
		assertThat(reset.id()).matches("[a-km-np-z2-9]{24}");
		assertThat(reset.code()).matches("[A-HJ-NP-Z2-9]{8}");
	}

	@Test
	void tellsCodeOnlyOnce() {
		String userId = createUserId();
		Reset reset = createReset(userId);
		Answer answer = get(reset.path());
		long now = server().clock().instant().getEpochSecond();
		String expected = """
				{"id":"%s","user_id":"%s","created_at":%d,"expires_at":%d}""".formatted(reset.id(), userId, now,
				now + LIFETIME.toSeconds());
		assertThat(answer.body()).isEqualTo(expected);
		assertThat(get(requestsOf(userId)).body()).isEqualTo("[" + expected + "]");
	}

	@Test
	void storesHashOfCodeOnly() {
		String userId = createUserId();
		Reset reset = createReset(userId);
		Map<String, Object> row = row(server(), reset);
		String hash = String.valueOf(row.get("code_hash"));
		assertThat(hash).matches("\\$argon2id\\$v=19\\$m=64,t=1,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
		assertThat(new Argon2idPasswordEncoder().matches(reset.code(), hash)).isTrue();
		assertThat(row.values()).noneSatisfy((value) -> assertThat(String.valueOf(value)).contains(reset.code()));
	}

	@Test
	void hasCodeInNoTable() {
		Reset reset = createReset(createUserId());
		for (String table : List.of("faroe_user", "faroe_email_verification_request", "faroe_email_update_request",
				"faroe_password_reset_request", "faroe_totp_credential")) {
			List<Map<String, Object>> rows = server().database()
				.sql("SELECT * FROM " + table)
				.fetch()
				.all()
				.collectList()
				.block();
			assertThat(rows).isNotNull().allSatisfy((row) -> assertThat(row.toString()).doesNotContain(reset.code()));
		}
	}

	@Test
	void keepsEarlierRequests() {
		String userId = createUserId();
		createReset(userId);
		server().clock().advance(Duration.ofSeconds(1));
		createReset(userId);
		createReset(userId);
		List<JsonNode> requests = get(requestsOf(userId)).json().valueStream().toList();
		assertThat(requests).hasSize(3)
			.isSortedAccordingTo(Comparator.comparingLong((JsonNode request) -> request.get("created_at").longValue())
				.thenComparing((request) -> id(request)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"client_ip\":null}", "{\"client_ip\":\"\"}", "{\"something\":[1]}" })
	void acceptsBodyWithoutAddress(String body) {
		assertThat(postText(requestsOf(createUserId()), body).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "text/plain", "application/octet-stream", "not a type" })
	void ignoresMediaTypeOfEmptyBody(String contentType) {
		WebTestClient.ResponseSpec response = server().client()
			.post()
			.uri(requestsOf(createUserId()))
			.header("Content-Type", contentType)
			.exchange();
		response.expectStatus().isOk();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "null", "\"\"", " ", "{", "{\"client_ip\":1}", "{\"client_ip\":\"\\u0000\"}" })
	void rejectsMalformedBody(String body) {
		assertThat(postText(requestsOf(createUserId()), body).error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(postText(requestsOf(UNKNOWN_ID), body).error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	@Test
	void rejectsAddressThatIsTooLong() {
		String userId = createUserId();
		assertThat(post(requestsOf(userId), "client_ip", "x".repeat(65)).error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(post(requestsOf(userId), "client_ip", newAddress() + "x".repeat(40)).status()).isEqualTo(200);
	}

	@Test
	void rejectsUnreadableMediaTypeBeforeMissingUser() {
		server().client()
			.post()
			.uri(requestsOf(UNKNOWN_ID))
			.contentType(MediaType.APPLICATION_XML)
			.bodyValue("{}")
			.exchange()
			.expectStatus()
			.isEqualTo(415);
	}

	@ParameterizedTest
	@ValueSource(strings = { UNKNOWN_ID, "x", "AAAAAAAAAAAAAAAAAAAAAAAA", "%27%20OR%201=1" })
	void findsNothingForUnknownIds(String id) {
		Stream
			.of(post(requestsOf(id)), get(requestsOf(id)), delete(requestsOf(id)),
					get("/password-reset-requests/" + id), delete("/password-reset-requests/" + id),
					post("/password-reset-requests/" + id + "/verify-email", "code", "AAAAAAAA"))
			.forEach((answer) -> assertThat(answer.error()).isEqualTo(FaroeError.NOT_FOUND));
	}

	@Test
	void deletesRequest() {
		String userId = createUserId();
		Reset deleted = createReset(userId);
		Reset other = createReset(userId);
		assertThat(delete(deleted.path()).status()).isEqualTo(204);
		assertThat(get(deleted.path()).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(delete(deleted.path()).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(verify(deleted, deleted.code()).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(strings(get(requestsOf(userId)).json(), "id")).containsExactly(other.id());
	}

	@Test
	void deletesAllRequestsOfUser() {
		String userId = createUserId();
		createReset(userId);
		createVerifiedReset(userId);
		Reset ofAnotherUser = createReset(createUserId());
		assertThat(delete(requestsOf(userId)).status()).isEqualTo(204);
		assertThat(get(requestsOf(userId)).body()).isEqualTo("[]");
		assertThat(delete(requestsOf(userId)).status()).isEqualTo(204);
		assertThat(get(ofAnotherUser.path()).status()).isEqualTo(200);
	}

	@Test
	void deletesRequestsWithTheirUser() {
		String userId = createUserId();
		Reset reset = createReset(userId);
		delete("/users/" + userId);
		assertThat(get(reset.path()).error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	@Test
	void updateOfPasswordDeletesRequests() {
		String userId = createUserId();
		Reset reset = createVerifiedReset(userId);
		assertThat(post("/users/" + userId + "/update-password", "password", PASSWORD, "new_password", NEW_PASSWORD)
			.status()).isEqualTo(204);
		assertThat(get(requestsOf(userId)).body()).isEqualTo("[]");
		assertThat(resetPassword(reset, "yet another long password").error()).isEqualTo(FaroeError.INVALID_REQUEST);
	}

	@Test
	void limitsRequestsOfUser() {
		String userId = createUserId();
		for (int request = 0; request < 3; request++) {
			assertThat(post(requestsOf(userId), "client_ip", newAddress()).status()).isEqualTo(200);
		}
		Answer refused = post(requestsOf(userId), "client_ip", newAddress());
		assertThat(refused.error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(refused.header("Retry-After")).isEqualTo("300");
		assertThat(post(requestsOf(userId)).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		server().clock().advance(Duration.ofSeconds(299));
		assertThat(post(requestsOf(userId)).header("Retry-After")).isEqualTo("1");
		server().clock().advance(Duration.ofSeconds(1));
		assertThat(post(requestsOf(userId)).status()).isEqualTo(200);
		assertThat(post(requestsOf(userId)).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void limitsRequestsFromAddress() {
		String address = newAddress();
		for (int request = 0; request < 3; request++) {
			assertThat(post(requestsOf(createUserId()), "client_ip", address).status()).isEqualTo(200);
		}
		Answer refused = post(requestsOf(createUserId()), "client_ip", "::ffff:" + address);
		assertThat(refused.error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(refused.header("Retry-After")).isEqualTo("300");
	}

	@Test
	void chargesUserNothingWhenAddressIsRefused() {
		String address = newAddress();
		for (int request = 0; request < 3; request++) {
			post(requestsOf(createUserId()), "client_ip", address);
		}
		String userId = createUserId();
		assertThat(post(requestsOf(userId), "client_ip", address).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		for (int request = 0; request < 3; request++) {
			assertThat(post(requestsOf(userId)).status()).isEqualTo(200);
		}
	}

	@Test
	void takesIdOfUserAsAddressForAnotherKey() {
		String userId = createUserId();
		for (int request = 0; request < 3; request++) {
			assertThat(post(requestsOf(createUserId()), "client_ip", userId).status()).isEqualTo(200);
		}
		assertThat(post(requestsOf(userId)).status()).isEqualTo(200);
	}

	@Test
	void chargesWorkToAddress() {
		String address = newAddress();
		Reset reset = createReset(createUserId());
		for (int attempt = 0; attempt < 5; attempt++) {
			post("/authenticate/password", "email", newEmail(), "password", PASSWORD, "client_ip", address);
		}
		Answer refused = post(requestsOf(createUserId()), "client_ip", address);
		assertThat(refused.error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(refused.header("Retry-After")).isEqualTo("10");
		assertThat(post(reset.path() + "/verify-email", "code", reset.code(), "client_ip", address).error())
			.isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(post("/reset-password", "request_id", reset.id(), "password", NEW_PASSWORD, "client_ip", address)
			.error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void letsNoMoreSimultaneousRequestsThroughThanTheLimit() {
		String userId = createUserId();
		List<Answer> answers = inParallel(12, (index) -> post(requestsOf(userId)));
		assertThat(count(answers, 200)).isEqualTo(3);
		assertThat(count(answers, FaroeError.TOO_MANY_REQUESTS)).isEqualTo(9);
	}

	@Test
	void expires() {
		String userId = createUserId();
		Reset reset = createVerifiedReset(userId);
		server().clock().advance(LIFETIME.minusSeconds(1));
		assertThat(get(reset.path()).status()).isEqualTo(200);
		assertThat(get(requestsOf(userId)).json()).hasSize(1);
		server().clock().advance(Duration.ofSeconds(1));
		assertThat(get(reset.path()).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(get(requestsOf(userId)).body()).isEqualTo("[]");
		assertThat(delete(reset.path()).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(verify(reset, reset.code()).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(resetPassword(reset, NEW_PASSWORD).error()).isEqualTo(FaroeError.INVALID_REQUEST);
		server().clock().advance(Duration.ofSeconds(1));
		assertThat(get(reset.path()).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(delete(requestsOf(userId)).status()).isEqualTo(204);
	}

	@Test
	void canBeUsedUntilTheLastSecond() {
		JsonNode user = createUser();
		Reset reset = createReset(id(user));
		server().clock().advance(LIFETIME.minusMillis(1));
		assertThat(verify(reset, reset.code()).status()).isEqualTo(204);
		assertThat(resetPassword(reset, NEW_PASSWORD).status()).isEqualTo(204);
		assertThat(logIn(user, NEW_PASSWORD).status()).isEqualTo(200);
	}

	@Test
	void answersOtherMethods() {
		Answer answer = send(HttpMethod.PUT, requestsOf(createUserId()), null);
		assertThat(answer.error()).isEqualTo(FaroeError.METHOD_NOT_ALLOWED);
		assertThat(String.valueOf(answer.header("Allow")).split(",")).containsExactlyInAnyOrder("POST", "GET",
				"DELETE");
	}

}
