package dev.faroe.host;

import java.util.List;

import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Faroe and the application that it is in stay out of each other's way.
 */
class HostApplicationTests {

	private static FaroeServer server;

	@BeforeAll
	static void start() {
		server = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { HostApplication.class },
				"faroe.rest.base-path=/auth", "faroe.rest.claim-unknown-paths=true");
		server.database().sql("CREATE TABLE book (host_id BIGINT PRIMARY KEY, host_title VARCHAR(100))").then().block();
		server.database().sql("INSERT INTO book VALUES (1, 'a title')").then().block();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private final WebTestClient client = server.client();

	private final WebTestClient visitor = server.anonymousClient();

	@Test
	void applicationKeepsItsRoutes() {
		this.visitor.get()
			.uri("/users")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("{\"FullName\":\"the application's own\"}");
		this.visitor.get().uri("/auth/sign-in").exchange().expectStatus().isOk();
	}

	@Test
	void applicationKeepsWhatItMapsBelowTheBasePathOfFaroe() {
		for (WebTestClient client : List.of(this.visitor, this.client)) {
			client.get()
				.uri("/auth/sign-up")
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody(String.class)
				.isEqualTo("the application's sign-up page");
			client.post().uri("/auth/sign-up").exchange().expectStatus().isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
			client.get().uri("/auth/assets/common-passwords-NOTICE.txt").exchange().expectStatus().isOk();
			client.get().uri("/auth/assets/unknown").exchange().expectBody().jsonPath("$.path").exists();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/auth/users", "/auth/users/x/verify-password", "/auth/unknown", "/auth" })
	void faroeHasNoCrossOriginRequests(String path) {
		for (String origin : List.of("https://app.example.com", "https://example.com", "null", "no origin")) {
			assertThat(preFlight(this.visitor, path, origin)).isEqualTo("401 {\"error\":\"NOT_AUTHENTICATED\"}");
			assertThat(preFlight(this.client, path, origin)).startsWith("40").doesNotStartWith("403");
		}
	}

	@Test
	void applicationKeepsItsCrossOriginRequests() {
		for (String path : List.of("/users", "/auth/sign-in", "/auth/sign-up")) {
			assertThat(preFlight(this.visitor, path, "https://app.example.com")).startsWith("200");
			assertThat(preFlight(this.visitor, path, "https://example.com")).startsWith("403");
		}
	}

	private static String preFlight(WebTestClient client, String path, String origin) {
		var result = client.options()
			.uri(path)
			.header("Origin", origin)
			.header("Access-Control-Request-Method", "GET")
			.exchange()
			.expectBody(String.class)
			.returnResult();
		return result.getStatus().value() + " " + result.getResponseBody();
	}

	@Test
	void faroeRefusesARequestFromAnotherOriginForItsCredential() {
		this.visitor.get()
			.uri("/auth/users")
			.header("Origin", "https://example.com")
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectBody(String.class)
			.isEqualTo("{\"error\":\"NOT_AUTHENTICATED\"}");
	}

	@Test
	void applicationKeepsItsErrors() {
		this.visitor.get()
			.uri("/users/broken")
			.exchange()
			.expectStatus()
			.isEqualTo(418)
			.expectBody(String.class)
			.isEqualTo("the application's own error");
		this.visitor.get()
			.uri("/unknown")
			.exchange()
			.expectStatus()
			.isNotFound()
			.expectBody()
			.jsonPath("$.path")
			.isEqualTo("/unknown");
	}

	@Test
	void applicationKeepsItsRepositories() {
		this.visitor.get().uri("/books").exchange().expectStatus().isOk().expectBody(String.class).isEqualTo("A TITLE");
	}

	@Test
	void modelsThatTheApplicationServesHaveNoCode() {
		User user = server.bean(UserService.class).create("bob@example.com", "a long enough password", null).block();
		assertThat(user).isNotNull();
		assertThat(body("/accounts/" + user.id())).contains("\"Id\":\"" + user.id(), "\"SecondFactors\":[]")
			.doesNotContainIgnoringCase("code")
			.doesNotContain(user.recoveryCode().value());
		assertThat(body("/accounts/" + user.id() + "/new-email")).contains("\"Email\":\"new@example.com\"")
			.doesNotContainIgnoringCase("code")
			.doesNotContainPattern("\"[A-Z2-9]{8}\"");
	}

	private @Nullable String body(String path) {
		return this.visitor.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
	}

	@Test
	void faroeHasWhatIsBelowItsBasePath() {
		this.client.post()
			.uri("/auth/users")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"email\":\"ann@example.com\",\"password\":\"a long enough password\"}")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.email_verified")
			.isEqualTo(false);
		this.client.get().uri("/auth/users").exchange().expectStatus().isOk();
		this.client.get()
			.uri("/auth/unknown")
			.exchange()
			.expectStatus()
			.isNotFound()
			.expectBody(String.class)
			.isEqualTo("{\"error\":\"NOT_FOUND\"}");
		this.client.get()
			.uri("/auth")
			.exchange()
			.expectStatus()
			.isNotFound()
			.expectBody(String.class)
			.isEqualTo("{\"error\":\"NOT_FOUND\"}");
		this.visitor.get()
			.uri("/auth/users")
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectBody(String.class)
			.isEqualTo("{\"error\":\"NOT_AUTHENTICATED\"}");
		this.visitor.get().uri("/auth/unknown").exchange().expectStatus().isUnauthorized();
	}

	@Test
	void unknownPathsAreTheApplicationsWithoutABasePath() {
		try (FaroeServer embedded = FaroeServer.start(TestDatabase.H2.create(),
				new Class<?>[] { FaroeServer.Host.class }, "faroe.rest.claim-unknown-paths=false")) {
			embedded.anonymousClient()
				.get()
				.uri("/unknown")
				.exchange()
				.expectStatus()
				.isNotFound()
				.expectBody()
				.jsonPath("$.path")
				.isEqualTo("/unknown");
			embedded.anonymousClient().get().uri("/users").exchange().expectStatus().isUnauthorized();
		}
	}

}
