package dev.faroe.host;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Faroe's chain beside the chains of an application that has a form to log in with and
 * CSRF protection.
 */
@Tag("one-jdk")
class SecurityChainTests {

	private @Nullable FaroeServer server;

	private WebTestClient start(Class<?> host, String... properties) {
		String[] all = new String[properties.length + 3];
		all[0] = FaroeServer.WITH_SPRING_SECURITY;
		all[1] = "spring.security.user.name=host";
		all[2] = "spring.security.user.password=host-password";
		System.arraycopy(properties, 0, all, 3, properties.length);
		this.server = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { host }, all);
		return this.server.anonymousClient();
	}

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/auth" })
	void standsBesideTheChainOfTheApplication(String basePath) {
		WebTestClient visitor = start(OwnChain.class, "faroe.rest.base-path=" + basePath,
				"faroe.rest.claim-unknown-paths=false");
		createUser(visitor, basePath);
		visitor.get().uri("/public").exchange().expectStatus().isOk().expectHeader().exists("X-Frame-Options");
		for (String path : List.of("/", "/private", "/unknown", basePath + "/unknown")) {
			visitor.get().uri(path).exchange().expectStatus().isFound().expectHeader().location("/login");
		}
		visitor.post().uri("/private").exchange().expectStatus().isForbidden();
		logInWithForm(visitor);
	}

	private static void createUser(WebTestClient visitor, String basePath) {
		visitor.post()
			.uri(basePath + "/users")
			.header(HttpHeaders.AUTHORIZATION, FaroeServer.CREDENTIAL)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"email\":\"ann@example.com\",\"password\":\"a long enough password\"}")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.doesNotExist("X-Frame-Options");
		visitor.get()
			.uri(basePath + "/users")
			.accept(MediaType.TEXT_HTML)
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectBody(String.class)
			.isEqualTo("{\"error\":\"NOT_AUTHENTICATED\"}");
	}

	private static void logInWithForm(WebTestClient visitor) {
		Browser browser = new Browser(visitor);
		assertThat(browser.submit("/login", "username", "host", "password", "wrong")).isEqualTo("302 /login?error");
		assertThat(browser.submit("/login", "username", "host", "password", "host-password")).isEqualTo("302 /");
		assertThat(browser.open("/private")).isEqualTo("200 private");
	}

	@Test
	void leavesToTheApplicationWhatItAnswersItselfWhenAllPathsAreClaimed() {
		WebTestClient visitor = start(OwnChain.class, "faroe.rest.claim-unknown-paths=true");
		createUser(visitor, "");
		visitor.get().uri("/private").exchange().expectStatus().isFound().expectHeader().location("/login");
		visitor.get().uri("/public").exchange().expectStatus().isOk();
		visitor.get().uri("/unknown").exchange().expectStatus().isFound().expectHeader().location("/login");
		visitor.get()
			.uri("/unknown")
			.header(HttpHeaders.AUTHORIZATION, FaroeServer.CREDENTIAL)
			.exchange()
			.expectStatus()
			.isNotFound()
			.expectBody(String.class)
			.isEqualTo("{\"error\":\"NOT_FOUND\"}");
	}

	/**
	 * No mapping knows what a filter answers.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "", "/auth" })
	void leavesFiltersOfTheApplicationUnderItsProtection(String basePath) {
		WebTestClient visitor = start(OwnFilter.class, "faroe.rest.base-path=" + basePath,
				"faroe.rest.claim-unknown-paths=true");
		visitor.get().uri("/auth/console").exchange().expectStatus().isFound().expectHeader().location("/login");
		visitor.get()
			.uri("/auth/console")
			.header(HttpHeaders.AUTHORIZATION, "wrong")
			.exchange()
			.expectStatus()
			.isFound();
		visitor.post().uri("/auth/console").exchange().expectStatus().isForbidden();
		assertThat(preFlight(visitor, "/auth/console")).startsWith("302");
		Browser browser = new Browser(visitor);
		assertThat(browser.submit("/login", "username", "host", "password", "host-password")).isEqualTo("302 /");
		assertThat(browser.open("/auth/console")).isEqualTo("200 console");
		createUser(visitor, basePath);
	}

	/**
	 * The application lets pages of all origins use all that it has.
	 */
	@Test
	void answersPreflightRequestsAsAnyOtherMethod() {
		WebTestClient visitor = start(OwnChain.class, "faroe.rest.base-path=/auth");
		WebTestClient client = visitor.mutate()
			.defaultHeader(HttpHeaders.AUTHORIZATION, FaroeServer.CREDENTIAL)
			.build();
		assertThat(preFlight(visitor, "/auth/users")).isEqualTo("401 {\"error\":\"NOT_AUTHENTICATED\"}");
		assertThat(preFlight(client, "/auth/users")).isEqualTo("405 {\"error\":\"METHOD_NOT_ALLOWED\"}");
		assertThat(preFlight(client, "/auth/unknown")).isEqualTo("404 {\"error\":\"NOT_FOUND\"}");
		assertThat(preFlight(visitor, "/auth/unknown")).startsWith("302");
		assertThat(preFlight(visitor, "/public")).startsWith("200");
	}

	private static String preFlight(WebTestClient client, String path) {
		var result = client.options()
			.uri(path)
			.header(HttpHeaders.ORIGIN, "https://app.example.com")
			.header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD, "GET")
			.exchange()
			.expectBody(String.class)
			.returnResult();
		return result.getStatus().value() + " " + result.getResponseBody();
	}

	@Test
	void leavesNoTraceOnRequests() {
		WebTestClient visitor = start(OwnChain.class, "faroe.rest.claim-unknown-paths=true");
		visitor.get()
			.uri("/items/7")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("/items/{id} 7");
	}

	@Test
	void backsOffForAChainOfTheSameName() {
		WebTestClient visitor = start(OwnFaroeChain.class);
		visitor.get()
			.uri("/users")
			.header(HttpHeaders.AUTHORIZATION, FaroeServer.CREDENTIAL)
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.GONE);
	}

	@Import(FaroeServer.Host.class)
	static class OwnChain {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http
				.authorizeExchange((authorize) -> authorize.pathMatchers("/public", "/items/*")
					.permitAll()
					.anyExchange()
					.authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

		@Bean
		WebFluxConfigurer allOrigins() {
			return new WebFluxConfigurer() {

				@Override
				public void addCorsMappings(CorsRegistry registry) {
					registry.addMapping("/**");
				}

			};
		}

		@Bean
		RouterFunction<ServerResponse> pages() {
			return RouterFunctions.route()
				.GET("/public", (request) -> ServerResponse.ok().bodyValue("public"))
				.GET("/private", (request) -> ServerResponse.ok().bodyValue("private"))
				.GET("/items/{id}",
						(request) -> ServerResponse.ok()
							.bodyValue(request.attribute(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE)
								.map(Object::toString)
								.orElse("") + " " + request.pathVariable("id")))
				.build();
		}

	}

	static class OwnFilter extends OwnChain {

		@Bean
		WebFilter console() {
			return (exchange, chain) -> {
				if (!exchange.getRequest().getPath().value().equals("/auth/console")) {
					return chain.filter(exchange);
				}
				ServerHttpResponse response = exchange.getResponse();
				return response.writeWith(Mono
					.fromSupplier(() -> response.bufferFactory().wrap("console".getBytes(StandardCharsets.UTF_8))));
			};
		}

	}

	@Import(FaroeServer.Host.class)
	static class OwnFaroeChain {

		@Bean
		SecurityWebFilterChain faroeSecurityWebFilterChain() {
			return new SecurityWebFilterChain() {

				@Override
				public Mono<Boolean> matches(ServerWebExchange exchange) {
					return Mono.just(true);
				}

				@Override
				public Flux<WebFilter> getWebFilters() {
					return Flux.just((exchange, chain) -> {
						exchange.getResponse().setStatusCode(HttpStatus.GONE);
						return exchange.getResponse().setComplete();
					});
				}

			};
		}

	}

}
