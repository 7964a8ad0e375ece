package dev.faroe.web;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code /users/[user_id]/email-update-requests} and
 * {@code /email-update-requests/[request_id]}.
 */
@Tag("one-jdk")
class EmailUpdateEndpointTests extends EndpointTests {

	@Test
	void createsRequest() {
		String userId = createUserId();
		String email = newEmail();
		Answer answer = create(userId, email.toUpperCase(Locale.ROOT));
		assertThat(answer.status()).isEqualTo(200);
		String id = answer.json().get("id").stringValue();
		String code = answer.json().get("code").stringValue();
		long now = server().clock().instant().getEpochSecond();
		assertThat(id).matches("[a-km-np-z2-9]{24}");
		assertThat(code).matches("[A-HJ-NP-Z2-9]{8}");
		assertThat(answer.body()).isEqualTo("""
				{"id":"%s","user_id":"%s","created_at":%d,"expires_at":%d,"email":"%s","code":"%s"}""".formatted(id,
				userId, now, now + 600, email, code));
		assertThat(get("/email-update-requests/" + id).body()).isEqualTo(answer.body());
		assertThat(get(path(userId)).body()).isEqualTo("[" + answer.body() + "]");
	}

	@Test
	void leavesEmailAlone() {
		JsonNode user = createUser();
		create(id(user), newEmail());
		assertThat(get("/users/" + id(user)).json()).isEqualTo(user);
	}

	@Test
	void refusesEmailThatUserHas() {
		JsonNode user = createUser();
		JsonNode other = createUser();
		String userId = id(user);
		assertThat(create(userId, other.get("email").stringValue()).error()).isEqualTo(FaroeError.EMAIL_ALREADY_USED);
		assertThat(create(userId, user.get("email").stringValue().toUpperCase(Locale.ROOT)).error())
			.isEqualTo(FaroeError.EMAIL_ALREADY_USED);
		assertThat(get(path(userId)).body()).isEqualTo("[]");
	}

	@Test
	void letsSeveralUsersRequestOneEmail() {
		String email = newEmail();
		assertThat(create(createUserId(), email).status()).isEqualTo(200);
		assertThat(create(createUserId(), email).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "{}", "{\"email\":null}", "{\"email\":1}", "{\"email\":\"a@b\"}",
			"{\"email\":\" a@b.c\"}", "{\"email\":\"\"}", "{\"email\":\"a\\u0000@b.c\"}" })
	void looksForUserThenAtBodyThenAtLimit(String body) {
		String userId = createUserId();
		assertThat(postText(path(UNKNOWN_ID), body).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(postText(path("nobody"), body).error()).isEqualTo(FaroeError.NOT_FOUND);
		for (int index = 0; index < 3; index++) {
			assertThat(postText(path(userId), body).error()).isEqualTo(FaroeError.INVALID_DATA);
		}
		for (int index = 0; index < 3; index++) {
			assertThat(create(userId, newEmail()).status()).isEqualTo(200);
		}
		assertThat(postText(path(userId), body).error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(create(userId, newEmail()).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void looksAtLimitBeforeLookingForEmail() {
		JsonNode user = createUser();
		String userId = id(user);
		for (int index = 0; index < 3; index++) {
			assertThat(create(userId, user.get("email").stringValue()).error())
				.isEqualTo(FaroeError.EMAIL_ALREADY_USED);
		}
		Answer refused = create(userId, user.get("email").stringValue());
		assertThat(refused.error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
		assertThat(refused.header("Retry-After")).isEqualTo("300");
		server().clock().advance(Duration.ofMinutes(5));
		assertThat(create(userId, newEmail()).status()).isEqualTo(200);
		assertThat(create(userId, newEmail()).error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
	}

	@Test
	void listsRequestsOldestFirst() {
		String userId = createUserId();
		JsonNode first = create(userId, newEmail()).json();
		JsonNode second = create(userId, newEmail()).json();
		server().clock().advance(Duration.ofSeconds(1));
		JsonNode third = create(userId, newEmail()).json();
		create(createUserId(), newEmail());
		List<JsonNode> sameSecond = Stream.of(first, second)
			.sorted(Comparator.comparing((request) -> id(request)))
			.toList();
		assertThat(get(path(userId)).json()).containsExactly(sameSecond.get(0), sameSecond.get(1), third);
	}

	@Test
	void knowsRequestsUntilTheyExpire() {
		String userId = createUserId();
		String first = path(create(userId, newEmail()).json());
		server().clock().advance(Duration.ofSeconds(1));
		String second = path(create(userId, newEmail()).json());
		server().clock().advance(Duration.ofSeconds(598));
		assertThat(get(first).status()).isEqualTo(200);
		assertThat(get(path(userId)).json()).hasSize(2);
		server().clock().advance(Duration.ofSeconds(1));
		assertThat(get(first).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(delete(first).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(get(path(userId)).json()).containsExactly(get(second).json());
		server().clock().advance(Duration.ofSeconds(1));
		assertThat(get(path(userId)).body()).isEqualTo("[]");
	}

	@Test
	void deletesRequest() {
		String userId = createUserId();
		String first = path(create(userId, newEmail()).json());
		JsonNode second = create(userId, newEmail()).json();
		Answer answer = delete(first);
		assertThat(answer.status()).isEqualTo(204);
		assertThat(answer.body()).isEmpty();
		assertThat(get(first).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(delete(first).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(get(path(userId)).json()).containsExactly(second);
	}

	@Test
	void deletesRequestsOfUser() {
		String userId = createUserId();
		String request = path(create(userId, newEmail()).json());
		create(userId, newEmail());
		String otherRequest = path(create(createUserId(), newEmail()).json());
		assertThat(delete(path(userId)).status()).isEqualTo(204);
		assertThat(get(path(userId)).body()).isEqualTo("[]");
		assertThat(get(request).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(get(otherRequest).status()).isEqualTo(200);
		assertThat(delete(path(userId)).status()).isEqualTo(204);
	}

	@Test
	void deletesRequestsWithUser() {
		String userId = createUserId();
		String request = path(create(userId, newEmail()).json());
		assertThat(delete("/users/" + userId).status()).isEqualTo(204);
		assertThat(get(request).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(get(path(userId)).error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	@ParameterizedTest
	@ValueSource(strings = { UNKNOWN_ID, "nothing", "AAAAAAAAAAAAAAAAAAAAAAAA" })
	void knowsNothingOfUnknownIds(String id) {
		assertThat(create(id, newEmail()).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(get(path(id)).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(delete(path(id)).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(get("/email-update-requests/" + id).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(delete("/email-update-requests/" + id).error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	private Answer create(String userId, String email) {
		return post(path(userId), "email", email);
	}

	private static String path(String userId) {
		return "/users/" + userId + "/email-update-requests";
	}

	private static String path(JsonNode request) {
		return "/email-update-requests/" + id(request);
	}

}
