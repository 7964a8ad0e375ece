package dev.faroe.host;

import java.util.List;

import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with Spring Security on its class path and nothing said about it: all of
 * it is protected by Boot's default but for what Faroe answers.
 */
class SecuredHostTests {

	private static FaroeServer server;

	@BeforeAll
	static void start() {
		server = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { Host.class },
				FaroeServer.WITH_SPRING_SECURITY, "faroe.rest.base-path=/auth", "faroe.rest.claim-unknown-paths=true",
				"spring.security.user.name=host", "spring.security.user.password=host-password");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private final WebTestClient client = server.client();

	private final WebTestClient visitor = server.anonymousClient();

	@Test
	void protectsTheApplicationByDefault() {
		for (String path : List.of("/", "/page", "/unknown", "/users")) {
			this.visitor.get().uri(path).exchange().expectStatus().isUnauthorized();
			this.client.get().uri(path).exchange().expectStatus().isUnauthorized();
			this.visitor.get()
				.uri(path)
				.accept(MediaType.TEXT_HTML)
				.exchange()
				.expectStatus()
				.isFound()
				.expectHeader()
				.location("/login");
		}
	}

	@Test
	void protectsWhatTheApplicationHasBelowTheBasePath() {
		this.visitor.get().uri("/auth/page").exchange().expectStatus().isUnauthorized();
		this.client.get().uri("/auth/page").exchange().expectStatus().isUnauthorized();
		this.visitor.get()
			.uri("/auth/page")
			.headers(SecuredHostTests::logIn)
			.exchange()
			.expectBody(String.class)
			.isEqualTo("the application's own");
	}

	/**
	 * An unknown path could be one that a filter of the application answers.
	 */
	@Test
	void protectsUnknownPathsFromWhoeverHasNoCredential() {
		for (String path : List.of("/auth/unknown", "/auth", "/auth/users/")) {
			this.visitor.get()
				.uri(path)
				.accept(MediaType.TEXT_HTML)
				.exchange()
				.expectStatus()
				.isFound()
				.expectHeader()
				.location("/login");
			this.visitor.get()
				.uri(path)
				.headers(SecuredHostTests::logIn)
				.exchange()
				.expectStatus()
				.isUnauthorized()
				.expectBody(String.class)
				.isEqualTo("{\"error\":\"NOT_AUTHENTICATED\"}");
		}
	}

	/**
	 * Faroe's password encoder would not know the password of this user.
	 */
	@Test
	void letsTheUserOfTheApplicationLogIn() {
		this.visitor.get()
			.uri("/page")
			.headers(SecuredHostTests::logIn)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("the application's own");
		this.visitor.get()
			.uri("/page")
			.headers((headers) -> headers.setBasicAuth("host", "wrong"))
			.exchange()
			.expectStatus()
			.isUnauthorized();
	}

	@Test
	void keepsCsrfProtectionOfTheApplication() {
		this.visitor.post().uri("/page").headers(SecuredHostTests::logIn).exchange().expectStatus().isForbidden();
	}

	@Test
	void leavesTheRestApiToItsCredential() {
		this.client.post()
			.uri("/auth/users")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"email\":\"ann@example.com\",\"password\":\"a long enough password\"}")
			.exchange()
			.expectStatus()
			.isOk();
		this.client.delete().uri("/auth/users/unknown").exchange().expectStatus().isNotFound();
		this.client.get()
			.uri("/auth/unknown")
			.exchange()
			.expectStatus()
			.isNotFound()
			.expectBody(String.class)
			.isEqualTo("{\"error\":\"NOT_FOUND\"}");
	}

	@Test
	void addsNothingToTheAnswersOfTheRestApi() {
		for (String path : List.of("/auth/users", "/auth/users/x/verify-password")) {
			HttpHeaders headers = this.visitor.get()
				.uri(path)
				.accept(MediaType.TEXT_HTML, MediaType.APPLICATION_JSON)
				.exchange()
				.expectStatus()
				.isUnauthorized()
				.expectBody(String.class)
				.isEqualTo("{\"error\":\"NOT_AUTHENTICATED\"}")
				.returnResult()
				.getResponseHeaders();
			assertThat(headers.headerNames()).containsExactlyInAnyOrder("Content-Type", "Content-Length");
		}
	}

	private static void logIn(HttpHeaders headers) {
		headers.setBasicAuth("host", "host-password");
	}

	@Import(FaroeServer.Host.class)
	static class Host {

		@Bean
		RouterFunction<ServerResponse> pages() {
			return RouterFunctions.route()
				.GET("/page", (request) -> ServerResponse.ok().bodyValue("the application's own"))
				.POST("/page", (request) -> ServerResponse.ok().build())
				.GET("/auth/page", (request) -> ServerResponse.ok().bodyValue("the application's own"))
				.build();
		}

	}

}
