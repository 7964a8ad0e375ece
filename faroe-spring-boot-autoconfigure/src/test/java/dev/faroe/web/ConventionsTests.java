package dev.faroe.web;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.test.EndpointTests;
import dev.faroe.test.FaroeServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What all endpoints share: credential, media types, sizes, unknown paths and methods,
 * and the order in which they are checked.
 */
class ConventionsTests extends EndpointTests {

	private static final String USER = "{\"password\":\"a long enough password\"}";

	private Answer exchange(HttpMethod method, String path, @Nullable String body, String... headers) {
		var request = server().anonymousClient().method(method).uri(path);
		for (int index = 0; index < headers.length; index += 2) {
			request.header(headers[index], headers[index + 1]);
		}
		if (body != null) {
			request.bodyValue(body.getBytes(StandardCharsets.UTF_8));
		}
		return new Answer(request.exchange().expectBody(String.class).returnResult());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/users", "/authenticate/password", "/no/such/path", "/", "/users/x/verify-password" })
	void asksForTheCredentialBeforeAnythingElse(String path) {
		for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.OPTIONS)) {
			Answer answer = exchange(method, path, null, "Content-Type", "application/xml", "Accept", "image/png");
			assertThat(answer.error()).as(method + " " + path).isEqualTo(FaroeError.NOT_AUTHENTICATED);
			assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/users", "/authenticate/password", "/no/such/path", "/", "/users/x/verify-password" })
	void asksForTheCredentialBeforeAPreflight(String path) {
		for (String method : List.of("GET", "POST", "DELETE", "NONSENSE")) {
			Answer answer = exchange(HttpMethod.OPTIONS, path, null, "Origin", "https://example.com",
					"Access-Control-Request-Method", method);
			assertThat(answer.error()).as(method + " " + path).isEqualTo(FaroeError.NOT_AUTHENTICATED);
		}
	}

	@ParameterizedTest
	@CsvSource({ "/users, METHOD_NOT_ALLOWED", "/users/x/verify-password, METHOD_NOT_ALLOWED",
			"/no/such/path, NOT_FOUND" })
	void answersAPreflightAsAnyOtherMethod(String path, FaroeError error) {
		assertThat(exchange(HttpMethod.OPTIONS, path, null, "Origin", "https://example.com",
				"Access-Control-Request-Method", "GET", HttpHeaders.AUTHORIZATION, FaroeServer.CREDENTIAL)
			.error()).isEqualTo(error);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "wrong", "a-test-credentia", "a-test-credential2", "Bearer a-test-credential",
			"A-TEST-CREDENTIAL" })
	void acceptsTheExactCredentialOnly(String credential) {
		assertThat(exchange(HttpMethod.GET, "/users", null, HttpHeaders.AUTHORIZATION, credential).error())
			.isEqualTo(FaroeError.NOT_AUTHENTICATED);
	}

	@Test
	void acceptsOneCredentialOnly() {
		assertThat(exchange(HttpMethod.GET, "/users", null, HttpHeaders.AUTHORIZATION, FaroeServer.CREDENTIAL,
				HttpHeaders.AUTHORIZATION, FaroeServer.CREDENTIAL)
			.error()).isEqualTo(FaroeError.NOT_AUTHENTICATED);
	}

	@Test
	void acceptsPreviousCredentials() {
		try (FaroeServer rotating = FaroeServer.start(database(),
				"faroe.rest.previous-credentials=older-credential,oldest-credential")) {
			for (String credential : List.of(FaroeServer.CREDENTIAL, "older-credential", "oldest-credential")) {
				rotating.anonymousClient()
					.get()
					.uri("/users")
					.header(HttpHeaders.AUTHORIZATION, credential)
					.exchange()
					.expectStatus()
					.isOk();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/nothing", "/users/", "/users/x/y/z", "/USERS", "/users;a=b/x/y" })
	void answersNotFoundForUnknownPaths(String path) {
		assertThat(get(path).error()).isEqualTo(FaroeError.NOT_FOUND);
		assertThat(postText(path, "nonsense").error()).isEqualTo(FaroeError.NOT_FOUND);
	}

	@ParameterizedTest
	@CsvSource({ "PUT, /users, 'POST,GET'", "DELETE, /users, 'POST,GET'", "PATCH, /users/x, 'GET,DELETE'",
			"POST, /users/x, 'GET,DELETE'", "GET, /authenticate/password, POST",
			"GET, /users/x/verify-password, POST" })
	void namesTheMethodsThatAPathHas(HttpMethod method, String path, String allowed) {
		Answer answer = send(method, path, null);
		assertThat(answer.error()).isEqualTo(FaroeError.METHOD_NOT_ALLOWED);
		assertThat(answer.header("Allow")).isEqualTo(allowed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/json;charset=utf-8", "APPLICATION/JSON", "text/plain",
			"text/plain;charset=UTF-8", "" })
	void readsJsonAndPlainText(String contentType) {
		Answer answer = contentType.isEmpty()
				? exchange(HttpMethod.POST, "/users", USER, "Authorization", FaroeServer.CREDENTIAL)
				: exchange(HttpMethod.POST, "/users", USER, "Authorization", FaroeServer.CREDENTIAL, "Content-Type",
						contentType);
		assertThat(answer.status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "text/html",
			"application/problem+json", "*/*" })
	void readsNothingElse(String contentType) {
		assertThat(exchange(HttpMethod.POST, "/users", USER, "Authorization", FaroeServer.CREDENTIAL, "Content-Type",
				contentType)
			.error()).isEqualTo(FaroeError.UNSUPPORTED_MEDIA_TYPE);
	}

	@Test
	void ignoresTheBodyWhereNoneIsRead() {
		assertThat(exchange(HttpMethod.GET, "/users", "nonsense", "Authorization", FaroeServer.CREDENTIAL,
				"Content-Type", "application/xml")
			.status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "*/*", "application/*", "application/json", "application/json;q=0.1",
			"text/html, application/json;q=0.9", "text/html,*/*;q=0.1", "application/json; charset=utf-8" })
	void producesJsonForWhoeverAcceptsIt(String accept) {
		Answer answer = exchange(HttpMethod.GET, "/users/" + createUserId(), null, "Authorization",
				FaroeServer.CREDENTIAL, "Accept", accept);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "text/plain", "image/*", "application/xml", "application/json;q=0",
			"nonsense", "*/*;q=0" })
	void producesNothingElse(String accept) {
		assertThat(exchange(HttpMethod.GET, "/users/" + createUserId(), null, "Authorization", FaroeServer.CREDENTIAL,
				"Accept", accept)
			.error()).isEqualTo(FaroeError.NOT_ACCEPTABLE);
	}

	@ParameterizedTest
	@CsvSource({ "Content-Type, UNSUPPORTED_MEDIA_TYPE", "Accept, NOT_ACCEPTABLE" })
	void toleratesHeadersThatAreNoMediaTypes(String header, FaroeError error) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(server().url() + "/users"))
			.POST(HttpRequest.BodyPublishers.ofString(USER))
			.header("Authorization", FaroeServer.CREDENTIAL)
			.header(header, "nonsense")
			.build();
		HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(error.status());
		assertThat(response.body()).isEqualTo("{\"error\":\"" + error + "\"}");
	}

	@Test
	void checksInTheDocumentedOrder() {
		String unknown = "/users/" + UNKNOWN_ID + "/verify-password";
		assertThat(exchange(HttpMethod.PUT, unknown, "nonsense", "Authorization", FaroeServer.CREDENTIAL,
				"Content-Type", "image/png")
			.error()).isEqualTo(FaroeError.METHOD_NOT_ALLOWED);
		assertThat(exchange(HttpMethod.POST, unknown, "nonsense", "Authorization", FaroeServer.CREDENTIAL,
				"Content-Type", "image/png", "Accept", "image/png")
			.error()).isEqualTo(FaroeError.UNSUPPORTED_MEDIA_TYPE);
		assertThat(exchange(HttpMethod.POST, unknown, "nonsense", "Authorization", FaroeServer.CREDENTIAL, "Accept",
				"image/png")
			.error()).isEqualTo(FaroeError.NOT_ACCEPTABLE);
		assertThat(exchange(HttpMethod.POST, unknown, "nonsense", "Authorization", FaroeServer.CREDENTIAL).error())
			.isEqualTo(FaroeError.NOT_FOUND);
	}

	@Test
	void readsBodiesOfUpTo64KiB() {
		String padding = " ".repeat(65536 - USER.length());
		assertThat(postText("/users", USER + padding).status()).isEqualTo(200);
		assertThat(postText("/users", USER + padding + " ").error()).isEqualTo(FaroeError.PAYLOAD_TOO_LARGE);
	}

	@Test
	void readsNoMoreOfABodyOfUnknownLength() {
		byte[] chunk = " ".repeat(1024).getBytes(StandardCharsets.UTF_8);
		var body = Flux.range(0, 80).map((index) -> (DataBuffer) DefaultDataBufferFactory.sharedInstance.wrap(chunk));
		Answer answer = new Answer(server().client()
			.post()
			.uri("/users")
			.contentType(MediaType.APPLICATION_JSON)
			.body(BodyInserters.fromDataBuffers(body))
			.exchange()
			.expectBody(String.class)
			.returnResult());
		assertThat(answer.error()).isEqualTo(FaroeError.PAYLOAD_TOO_LARGE);
	}

	@Test
	void rejectsDeeplyNestedAndBinaryBodies() {
		assertThat(postText("/users", "[".repeat(60000)).error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(postText("/users", "{\"a\":".repeat(10000)).error()).isEqualTo(FaroeError.INVALID_DATA);
		assertThat(postText("/users", "\u0000\u0001\u0002").error()).isEqualTo(FaroeError.INVALID_DATA);
		Answer invalidUtf8 = new Answer(server().client()
			.post()
			.uri("/users")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(new byte[] { '{', '"', 'p', '"', ':', '"', (byte) 0xC3, (byte) 0x28, '"', '}' })
			.exchange()
			.expectBody(String.class)
			.returnResult());
		assertThat(invalidUtf8.error()).isEqualTo(FaroeError.INVALID_DATA);
	}

}
