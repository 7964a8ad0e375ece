package dev.faroe.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.faroe.login.session.FaroeAuthorization;
import dev.faroe.login.step.FaroeLogIn;
import dev.faroe.login.step.PasskeyScript;
import dev.faroe.test.Chromium;
import dev.faroe.test.FaroeServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of docs/embedding.md in a real browser, with a policy that lets no script run
 * but those of the application.
 */
@Tag("one-jdk")
@EnabledIf(value = "dev.faroe.test.Chromium#isInstalled", disabledReason = Chromium.SKIPPED)
class PasskeyPageBrowserTests extends PasskeyBrowserTestCase {

	private static final String PAGE = "/page-of-the-host";

	@BeforeAll
	static void start() {
		start(PageHost.class, "faroe.security.log-in.pages.passkeys=" + PAGE);
	}

	@Test
	void needsNoScriptOfItsOwn() {
		logIn();
		expectPage("/home");
		open(PAGE);
		find("form [name=name]").sendKeys("Laptop");
		find("form button").click();
		await().until((driver) -> passkeyOrNull() != null);
		logOut();
		open(PAGE);
		expectPage("/home");
		assertThat(text()).isEqualTo(this.user.id());
	}

	@Import(FaroeServer.Host.class)
	static class PageHost {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http, FaroeLogIn logIn, FaroeAuthorization authorization) {
			return http
				.authorizeExchange((authorize) -> authorize.pathMatchers(PAGE, "/favicon.ico")
					.permitAll()
					.anyExchange()
					.access(authorization.complete()))
				.headers((headers) -> headers.contentSecurityPolicy((policy) -> policy
					.policyDirectives("default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self'")))
				.exceptionHandling(logIn::handleExceptions)
				.build();
		}

		@Bean
		RouterFunction<ServerResponse> pages(PasskeyScript script) {
			return RouterFunctions.route()
				.GET(PAGE,
						(request) -> ServerResponse.ok().contentType(MediaType.TEXT_HTML).bodyValue(documented(script)))
				.GET("/**",
						(request) -> request.principal()
							.flatMap((principal) -> ServerResponse.ok().bodyValue(principal.getName()))
							.switchIfEmpty(ServerResponse.noContent().build()))
				.build();
		}

		private static String documented(PasskeyScript script) {
			try {
				Matcher example = Pattern.compile("```html\n(<script type=\"module\".*?)```", Pattern.DOTALL)
					.matcher(Files.readString(Path.of("../docs/embedding.md")));
				assertThat(example.find()).isTrue();
				return "<!DOCTYPE html>" + example.group(1)
					.replace("/log-in/passkeys.js?v=…", script.path())
					.replace("sha384-…", script.integrity());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
