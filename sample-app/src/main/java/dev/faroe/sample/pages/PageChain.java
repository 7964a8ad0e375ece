package dev.faroe.sample.pages;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRepository;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import org.springframework.security.web.server.header.XFrameOptionsServerHttpHeadersWriter.Mode;
import org.springframework.security.web.server.savedrequest.ServerRequestCache;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * What the chains of all pages have in common: how forms are protected, and what browsers
 * are told.
 */
@Component
public class PageChain {

	/** Nothing but what this server sends itself, and no script within a page. */
	private static final String CONTENT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
			+ "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

	private final ServerCsrfTokenRepository tokens;

	private final ServerRequestCache remembered;

	PageChain(ServerCsrfTokenRepository tokens, ServerRequestCache remembered) {
		this.tokens = tokens;
		this.remembered = remembered;
	}

	/**
	 * Set up what is common. Logging out is the library's, too: Spring Security has a
	 * second address for it.
	 * @param http the chain
	 * @return the chain
	 */
	public ServerHttpSecurity common(ServerHttpSecurity http) {
		return http
			.csrf((csrf) -> csrf.csrfTokenRepository(this.tokens).accessDeniedHandler(PageChain::showForeignForm))
			.requestCache((requests) -> requests.requestCache(this.remembered))
			.logout(ServerHttpSecurity.LogoutSpec::disable)
			.headers((headers) -> headers.contentSecurityPolicy((policy) -> policy.policyDirectives(CONTENT))
				.frameOptions((frames) -> frames.mode(Mode.DENY))
				.referrerPolicy((referrer) -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)));
	}

	/**
	 * Shows a page, in the place of a sentence of Spring Security.
	 */
	private static Mono<Void> showForeignForm(ServerWebExchange exchange, AccessDeniedException denied) {
		return Mono.error(() -> new ResponseStatusException(HttpStatus.FORBIDDEN));
	}

}
