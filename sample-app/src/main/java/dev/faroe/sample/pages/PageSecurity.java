package dev.faroe.sample.pages;

import java.time.Duration;

import dev.faroe.login.session.FaroeAuthorization;
import dev.faroe.login.step.FaroeLogIn;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import org.springframework.security.web.server.header.XFrameOptionsServerHttpHeadersWriter.Mode;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * What each page asks for. Everything else about a log-in is the library's.
 */
@Configuration(proxyBeanMethods = false)
class PageSecurity {

	/** Nothing but what this server sends itself, and no script within a page. */
	private static final String CONTENT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
			+ "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

	/** What changes who can log in asks for a proof that is not older. */
	private static final Duration RECENT = Duration.ofMinutes(10);

	@Bean
	FormTokens formTokens() {
		return new FormTokens();
	}

	@Bean
	RememberedPage rememberedPage() {
		return new RememberedPage();
	}

	/**
	 * Logging out is the library's, too: Spring Security has a second address for it.
	 */
	@Bean
	SecurityWebFilterChain pages(ServerHttpSecurity http, FaroeLogIn logIn, FaroeAuthorization authorization,
			FormTokens tokens, RememberedPage remembered) {
		return http
			.authorizeExchange((authorize) -> authorize.pathMatchers("/account")
				.access(authorization.complete())
				.pathMatchers("/account/**")
				.access(authorization.provedWithin(RECENT))
				.anyExchange()
				.permitAll())
			.csrf((csrf) -> csrf.csrfTokenRepository(tokens).accessDeniedHandler(PageSecurity::showForeignForm))
			.requestCache((requests) -> requests.requestCache(remembered))
			.logout(ServerHttpSecurity.LogoutSpec::disable)
			.exceptionHandling(logIn::handleExceptions)
			.headers((headers) -> headers.contentSecurityPolicy((policy) -> policy.policyDirectives(CONTENT))
				.frameOptions((frames) -> frames.mode(Mode.DENY))
				.referrerPolicy((referrer) -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
			.build();
	}

	/**
	 * Shows a page, in the place of a sentence of Spring Security.
	 */
	private static Mono<Void> showForeignForm(ServerWebExchange exchange, AccessDeniedException denied) {
		return Mono.error(() -> new ResponseStatusException(HttpStatus.FORBIDDEN));
	}

}
