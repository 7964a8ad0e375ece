package dev.faroe.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.faroe.FaroeException;
import dev.faroe.client.ClientAddressResolver;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with a sign-in of its own, behind a proxy on the same machine. A client
 * writes what it likes into {@code X-Forwarded-For}, and the proxy adds the client's
 * address. The native strategy is also what Boot takes on a cloud platform.
 */
@Tag("one-jdk")
class BehindAProxyTests {

	private static final String PASSWORD = "a long enough password";

	@ParameterizedTest
	@ValueSource(strings = { "none", "native" })
	void addressThatAClientClaimsGivesNoFurtherGuesses(String strategy) {
		try (FaroeServer server = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { Host.class },
				"faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false",
				"faroe.client-address.trusted-proxies=127.0.0.0/8", "server.forward-headers-strategy=" + strategy)) {
			server.bean(UserService.class).create("ann@example.com", PASSWORD, null).block();
			List<HttpStatusCode> guesses = new ArrayList<>();
			for (int guess = 0; guess < 20; guess++) {
				guesses.add(signIn(server, "wrong", "198.51.100." + guess + ", 203.0.113.1"));
			}
			assertThat(guesses).startsWith(HttpStatus.UNAUTHORIZED, HttpStatus.UNAUTHORIZED, HttpStatus.UNAUTHORIZED,
					HttpStatus.UNAUTHORIZED, HttpStatus.UNAUTHORIZED);
			assertThat(guesses.subList(5, 20)).containsOnly(HttpStatus.TOO_MANY_REQUESTS);
			assertThat(signIn(server, PASSWORD, "203.0.113.1, 203.0.113.2")).isEqualTo(HttpStatus.OK);
		}
	}

	private static HttpStatusCode signIn(FaroeServer server, String password, String forwardedFor) {
		return server.anonymousClient()
			.post()
			.uri("/sign-in")
			.header("X-Forwarded-For", forwardedFor)
			.body(BodyInserters.fromFormData("email", "ann@example.com").with("password", password))
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getStatus();
	}

	@Import(FaroeServer.Host.class)
	static class Host {

		@Bean
		RouterFunction<ServerResponse> signIn(UserService users, ClientAddressResolver addresses) {
			return RouterFunctions.route().POST("/sign-in", (request) -> request.formData().flatMap((form) -> {
				String email = Objects.requireNonNullElse(form.getFirst("email"), "");
				String password = Objects.requireNonNullElse(form.getFirst("password"), "");
				String address = addresses.resolve(request.exchange());
				return users.authenticateDiscreetly(email, password, address);
			})
				.map((user) -> user.hasSecondFactor() ? HttpStatus.FORBIDDEN : HttpStatus.OK)
				.onErrorResume(FaroeException.class, (ex) -> Mono.just(switch (ex.error()) {
					case TOO_MANY_REQUESTS -> HttpStatus.TOO_MANY_REQUESTS;
					case SERVICE_UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
					default -> HttpStatus.UNAUTHORIZED;
				}))
				.flatMap((status) -> ServerResponse.status(status).build())).build();
		}

	}

}
