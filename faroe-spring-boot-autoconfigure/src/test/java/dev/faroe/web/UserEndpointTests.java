package dev.faroe.web;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code GET} and {@code DELETE /users/[user_id]}.
 */
@Tag("one-jdk")
class UserEndpointTests extends EndpointTests {

	@Test
	void getsUser() {
		JsonNode user = createUser();
		Answer answer = get("/users/" + id(user));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json()).isEqualTo(user);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { UNKNOWN_ID, "x", "%00", "%20", "%F0%9F%98%80", "AAAAAAAAAAAAAAAAAAAAAAAA", "%27%20OR%201=1" })
	void knowsNoOtherUser(String id) {
		assertThat(server().client()
			.get()
			.uri(java.net.URI.create(server().url() + "/users/" + id))
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody()).isEqualTo("{\"error\":\"NOT_FOUND\"}");
		assertThat(delete("/users/" + UNKNOWN_ID).error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	@Test
	void deletesUserOnce() {
		JsonNode user = createUser();
		String path = "/users/" + id(user);
		Answer deletion = delete(path);
		assertThat(deletion.status()).isEqualTo(204);
		assertThat(deletion.body()).isEmpty();
		assertThat(delete(path).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(get(path).error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	@Test
	void freesTheEmailOfDeletedUser() {
		JsonNode user = createUser();
		delete("/users/" + id(user));
		assertThat(post("/users", "email", user.get("email").stringValue(), "password", PASSWORD).status())
			.isEqualTo(200);
	}

	@Test
	void deletesEverythingOfUser() {
		String id = createUserId();
		for (String sql : new String[] {
				"INSERT INTO faroe_email_verification_request VALUES ('%1$s', 0, 0, 'ABCDEFGH')",
				"INSERT INTO faroe_email_update_request VALUES ('%1$s', '%1$s', 0, 0, 'a@b.c', 'ABCDEFGH', 0, 0)",
				"INSERT INTO faroe_password_reset_request VALUES ('%1$s', '%1$s', 0, 0, 'hash', FALSE, 0, 0)",
				"INSERT INTO faroe_totp_credential VALUES ('%1$s', '%1$s', 0, 'key', -1, NULL)" }) {
			server().database().sql(sql.formatted(id)).then().block();
		}
		assertThat(delete("/users/" + id).status()).isEqualTo(204);
		for (String table : new String[] { "email_verification_request", "email_update_request",
				"password_reset_request", "totp_credential" }) {
			Long rows = server().database()
				.sql("SELECT COUNT(*) FROM faroe_" + table + " WHERE user_id = '" + id + "'")
				.mapValue(Long.class)
				.one()
				.block();
			assertThat(rows).as(table).isZero();
		}
	}

}
