package dev.faroe.host;

import java.net.URI;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log-in behind a proxy that takes HTTPS away and a path off, in an application that
 * may have a base path as well. The strategy of the framework leaves none: for it, the
 * path of the proxy is the whole context path.
 */
@Tag("one-jdk")
class LogInBehindAProxyTests {

	private static final String PASSWORD = "a long enough password";

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" type=\"hidden\" value=\"([^\"]+)\"");

	private static final Pattern ACTION = Pattern.compile("action=\"([^\"]*)\"");

	private @Nullable FaroeServer server;

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.close();
		}
	}

	private WebTestClient start(String strategy, String basePath) {
		this.server = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { StepsHost.class },
				FaroeServer.WITH_SPRING_SECURITY, "faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false",
				"faroe.security.log-in.enabled=true", "faroe.client-address.trusted-proxies=127.0.0.0/8",
				"server.forward-headers-strategy=" + strategy, "spring.webflux.base-path=" + basePath);
		this.server.bean(UserService.class).create("ann@example.com", PASSWORD, null).block();
		return this.server.anonymousClient()
			.mutate()
			.defaultHeader("X-Forwarded-Proto", "https")
			.defaultHeader("X-Forwarded-Host", "shop.example")
			.defaultHeader("X-Forwarded-Port", "443")
			.defaultHeader("X-Forwarded-Prefix", "/proxied")
			.defaultHeader("X-Forwarded-For", "203.0.113.1")
			.build();
	}

	@ParameterizedTest
	@CsvSource({ "framework,'',/proxied", "native,'',/proxied", "native,/app,/proxied/app", "none,/app,/app" })
	void leadsToPathsOfTheBrowser(String strategy, String basePath, String seen) {
		WebTestClient client = start(strategy, basePath);
		EntityExchangeResult<String> asked = client.get()
			.uri(basePath + "/page?of=mine")
			.accept(MediaType.TEXT_HTML)
			.exchange()
			.expectBody(String.class)
			.returnResult();
		assertThat(asked.getResponseHeaders().getLocation()).isEqualTo(URI.create(seen + "/log-in"));
		ResponseCookie cookie = Objects.requireNonNull(asked.getResponseCookies().getFirst("SESSION"));
		assertThat(cookie.isSecure()).isEqualTo(!strategy.equals("none"));
		assertThat(seen + "/").startsWith(Objects.requireNonNull(cookie.getPath()));
		EntityExchangeResult<String> form = client.get()
			.uri(basePath + "/log-in")
			.cookie("SESSION", cookie.getValue())
			.exchange()
			.expectBody(String.class)
			.returnResult();
		String page = String.valueOf(form.getResponseBody());
		String session = Objects.requireNonNull(form.getResponseCookies().getFirst("SESSION")).getValue();
		assertThat(find(ACTION, page)).isEqualTo(seen + "/log-in");
		EntityExchangeResult<String> loggedIn = logIn(client, basePath, session, find(CSRF, page), PASSWORD);
		assertThat(loggedIn.getResponseHeaders().getLocation()).isEqualTo(URI.create(seen + "/page?of=mine"));
	}

	@Test
	void limitsCountTheClientWhateverItClaims() {
		WebTestClient client = start("framework", "");
		EntityExchangeResult<String> page = client.get()
			.uri("/log-in")
			.exchange()
			.expectBody(String.class)
			.returnResult();
		String session = Objects.requireNonNull(page.getResponseCookies().getFirst("SESSION")).getValue();
		String token = find(CSRF, String.valueOf(page.getResponseBody()));
		for (int guess = 0; guess < 6; guess++) {
			int number = guess;
			EntityExchangeResult<String> answer = logIn(client.mutate()
				.defaultHeaders((headers) -> headers.set("X-Forwarded-For", "198.51.100." + number + ", 203.0.113.1"))
				.build(), "", session, token, "wrong");
			assertThat(String.valueOf(answer.getResponseHeaders().getLocation()))
				.contains((guess < 5) ? "error=incorrect-credentials" : "error=too-many-requests");
		}
	}

	private static EntityExchangeResult<String> logIn(WebTestClient client, String basePath, String session,
			String token, String password) {
		WebTestClient.RequestBodySpec request = client.post().uri(basePath + "/log-in").cookie("SESSION", session);
		request.body(
				BodyInserters.fromFormData("_csrf", token).with("email", "ann@example.com").with("password", password));
		return request.exchange().expectBody(String.class).returnResult();
	}

	private static String find(Pattern pattern, String page) {
		Matcher matcher = pattern.matcher(page);
		assertThat(matcher.find()).as(page).isTrue();
		return matcher.group(1);
	}

}
