package dev.faroe.web;

import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code GET /openapi.json}.
 */
@Tag("one-jdk")
class OpenApiEndpointTests extends EndpointTests {

	@Test
	void describesTheEndpointsOfTheServer() {
		Answer answer = get("/openapi.json");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		JsonNode document = answer.json();
		assertThat(document.at("/servers/0/url").stringValue()).isEqualTo("/");
		assertThat(document.get("paths").propertyNames()).contains("/users", "/reset-password", "/openapi.json")
			.doesNotContain("/users/{user_id}/register-totp");
		assertThat(tags(document)).contains("users", "description").doesNotContain("sdk-0.2");
	}

	@Test
	void requiresCredential() {
		server().anonymousClient().get().uri("/openapi.json").exchange().expectStatus().isUnauthorized();
	}

	@Test
	void keepsTheRulesOfEveryEndpoint() {
		Answer answer = send(HttpMethod.POST, "/openapi.json", "{}");
		assertThat(answer.error()).isEqualTo(FaroeError.METHOD_NOT_ALLOWED);
		assertThat(answer.header("Allow")).isEqualTo("GET");
		server().client()
			.get()
			.uri("/openapi.json")
			.accept(MediaType.TEXT_HTML)
			.exchange()
			.expectStatus()
			.isEqualTo(406);
	}

	@Test
	void describesTheBasePathAndTheGroupsOfTheServer() {
		try (FaroeServer server = FaroeServer.start(database(), "faroe.rest.base-path=/auth",
				"faroe.rest.include=users,password-reset", "faroe.rest.exclude=password-reset")) {
			JsonNode document = document(server, "/auth/openapi.json");
			assertThat(document.at("/servers/0/url").stringValue()).isEqualTo("/auth");
			assertThat(document.get("paths").propertyNames()).containsExactly("/users", "/users/{user_id}",
					"/users/{user_id}/update-password", "/users/{user_id}/verify-password", "/openapi.json");
			assertThat(tags(document)).containsExactly("users", "description");
		}
	}

	@Test
	void describesTheGroupOfTheJavaScriptClientWhereItIsServed() {
		try (FaroeServer server = FaroeServer.start(database(), "faroe.rest.include=sdk-0.2")) {
			JsonNode document = document(server, "/openapi.json");
			assertThat(document.get("paths").propertyNames()).contains("/users", "/users/{user_id}/register-totp",
					"/users/{user_id}/totp-credential", "/users/{user_id}/verify-2fa/totp",
					"/users/{user_id}/reset-2fa", "/openapi.json");
			assertThat(tags(document)).contains("users", "sdk-0.2", "description");
		}
	}

	@Test
	void canBeSwitchedOff() {
		try (FaroeServer server = FaroeServer.start(database(), "faroe.rest.openapi.enabled=false")) {
			server.client().get().uri("/openapi.json").exchange().expectStatus().isNotFound();
		}
	}

	private static JsonNode document(FaroeServer server, String path) {
		String document = server.client()
			.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		return JsonMapper.shared().readTree(document);
	}

	private static List<String> tags(JsonNode document) {
		return strings(document.get("tags"), "name");
	}

}
