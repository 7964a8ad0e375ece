package dev.faroe.host;

import dev.faroe.login.session.FaroeAuthorization;
import dev.faroe.login.step.FaroeLogIn;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log-in in an application with chains of its own, before that of the log-in and
 * after it.
 */
class LogInBesideOwnChainsTests {

	private static final String PASSWORD = "a long enough password";

	private @Nullable FaroeServer server;

	private Browser start(Class<?> host) {
		FaroeServer started = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { host },
				FaroeServer.WITH_SPRING_SECURITY, "faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false",
				"faroe.security.log-in.enabled=true");
		this.server = started;
		started.bean(UserService.class).create("ann@example.com", PASSWORD, null).block();
		return new Browser(started.anonymousClient(), "/log-in");
	}

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.close();
		}
	}

	private static String logIn(Browser browser) {
		return browser.submit("/log-in", "email", "ann@example.com", "password", PASSWORD);
	}

	@Test
	void eachChainKeepsItsPaths() {
		Browser browser = start(BeforeAndAfter.class);
		assertThat(browser.open("/before/page")).isEqualTo("200 page");
		assertThat(browser.submitWith("", "/before/page")).isEqualTo("200 page");
		assertThat(browser.open("/after/page")).isEqualTo("303 /log-in");
		assertThat(browser.open("/log-in/of-the-application")).isEqualTo("303 /log-in");
		assertThat(browser.open("/log-ins-of-mine")).isEqualTo("303 /log-in");
		assertThat(browser.submitWith("", "/log-in", "email", "ann@example.com", "password", PASSWORD))
			.isEqualTo("303 /log-in?error=expired");
		assertThat(logIn(browser)).isEqualTo("303 /log-ins-of-mine");
		assertThat(browser.open("/after/page")).isEqualTo("200 page");
		assertThat(browser.submitWith("", "/after/page")).startsWith("403");
	}

	@Test
	void chainThatHidesThatOfTheLogInAndHasTokensWillDo() {
		Browser browser = start(EverythingWithTokens.class);
		assertThat(browser.submitWith("", "/log-in", "email", "ann@example.com", "password", PASSWORD))
			.startsWith("403");
		assertThat(logIn(browser)).isEqualTo("303 /");
		assertThat(browser.open("/page")).isEqualTo("200 page");
	}

	@Test
	void nothingIsDoneWhereAChainHidesThatOfTheLogInAndHasNoTokens() {
		Browser browser = start(EverythingWithoutTokens.class);
		for (String step : new String[] { "", "/second-factor", "/recovery-code", "/step-up", "/out" }) {
			assertThat(browser.submitWith("", "/log-in" + step, "email", "ann@example.com", "password", PASSWORD))
				.as(step)
				.startsWith("403");
		}
		assertThat(browser.open("/log-in")).startsWith("500");
	}

	@Import(FaroeServer.Host.class)
	static class Pages {

		@Bean
		RouterFunction<ServerResponse> pages() {
			return RouterFunctions.route()
				.GET("/**", (request) -> ServerResponse.ok().bodyValue("page"))
				.POST("/**", (request) -> ServerResponse.ok().bodyValue("page"))
				.build();
		}

	}

	static class BeforeAndAfter extends Pages {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityWebFilterChain before(ServerHttpSecurity http) {
			return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/before/**"))
				.authorizeExchange((authorize) -> authorize.anyExchange().permitAll())
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.build();
		}

		@Bean
		SecurityWebFilterChain after(ServerHttpSecurity http, FaroeLogIn logIn, FaroeAuthorization authorization) {
			return http.authorizeExchange((authorize) -> authorize.anyExchange().access(authorization.complete()))
				.exceptionHandling(logIn::handleExceptions)
				.build();
		}

	}

	static class EverythingWithTokens extends Pages {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityWebFilterChain everything(ServerHttpSecurity http) {
			return http.authorizeExchange((authorize) -> authorize.anyExchange().permitAll()).build();
		}

	}

	static class EverythingWithoutTokens extends Pages {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		SecurityWebFilterChain everything(ServerHttpSecurity http) {
			return http.authorizeExchange((authorize) -> authorize.anyExchange().permitAll())
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.build();
		}

	}

}
