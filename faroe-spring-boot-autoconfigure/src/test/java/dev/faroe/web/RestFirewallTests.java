package dev.faroe.web;

import java.net.URI;

import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which requests Spring Security's firewall looks at.
 */
@Tag("one-jdk")
class RestFirewallTests {

	private static final HttpMethod ODD = HttpMethod.valueOf("ODD");

	private @Nullable FaroeServer server;

	private WebTestClient client = WebTestClient.bindToServer().build();

	private void start(Class<?> host) {
		this.server = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { host },
				FaroeServer.WITH_SPRING_SECURITY);
		this.client = this.server.anonymousClient()
			.mutate()
			.defaultHeader(HttpHeaders.AUTHORIZATION, FaroeServer.CREDENTIAL)
			.build();
	}

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.close();
		}
	}

	private String send(HttpMethod method, String path) {
		EntityExchangeResult<String> result = this.client.method(method)
			.uri((builder) -> URI.create(builder.build() + path))
			.exchange()
			.expectBody(String.class)
			.returnResult();
		HttpStatusCode status = result.getStatus();
		return status.value() + " " + result.getResponseBody();
	}

	@Test
	void looksAtWhatFaroeDoesNotAnswer() {
		start(FaroeServer.Host.class);
		assertThat(send(ODD, "/users")).isEqualTo("405 {\"error\":\"METHOD_NOT_ALLOWED\"}");
		assertThat(send(ODD, "/other")).isEqualTo("400 null");
		assertThat(send(HttpMethod.GET, "/users/x")).isEqualTo("404 {\"error\":\"NOT_FOUND\"}");
		for (String path : new String[] { "/users;a=b", "/users/x%2Fy", "/users/x%25", "/users/.", "//users" }) {
			assertThat(send(HttpMethod.GET, path)).as(path).isEqualTo("400 null");
		}
	}

	/**
	 * It answers with code, so that nothing is known of it but what it does.
	 */
	@Test
	void looksAtWhatTheApplicationAnswersOnPathsOfFaroes() {
		start(OwnUsers.class);
		assertThat(send(ODD, "/users")).isEqualTo("400 null");
		assertThat(this.client.get().uri("/users").exchange().returnResult(String.class).getStatus().value())
			.isEqualTo(401);
		assertThat(send(HttpMethod.GET, "/users/x")).isEqualTo("404 {\"error\":\"NOT_FOUND\"}");
	}

	@Test
	void isTheApplicationsOwnForAllRequestsIfItHasOne() {
		start(OwnFirewall.class);
		assertThat(send(HttpMethod.GET, "/users/x")).isEqualTo("400 null");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/users", "/users/a-B_9/", "/auth/users" })
	void knowsWhatCanBeReadInOneWay(String path) {
		assertThat(RestFirewall.isPlain(path)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "//", "/users//x", "/./users", "/users/..", "/users;a", "/%75sers", "/users\\x",
			"/users/ä", "/users/\u0000", "/a:b", "/a@b" })
	void knowsWhatCannot(String path) {
		assertThat(RestFirewall.isPlain(path)).isFalse();
	}

	@Import(FaroeServer.Host.class)
	static class OwnUsers {

		@Bean
		RouterFunction<ServerResponse> users() {
			return (request) -> request.path().equals("/users")
					? Mono.just((own) -> ServerResponse.ok().bodyValue("own")) : Mono.empty();
		}

	}

	@Import(FaroeServer.Host.class)
	static class OwnFirewall {

		@Bean
		ServerWebExchangeFirewall firewall() {
			return (exchange) -> Mono.error(new ServerExchangeRejectedException("not today"));
		}

	}

}
