package dev.faroe.login.visitor;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRepository;
import org.springframework.web.server.ServerWebExchange;

/**
 * The tokens that forms need, in a cookie. A stranger who only looks at forms begins no
 * session: those in memory are bounded, and when there are as many as there may be,
 * nobody can begin another.
 * <p>
 * A page on another name of the same site could set a cookie here. Browsers say where a
 * form comes from, so that its forms are refused all the same. Those that do not say it
 * know cookies that only the host itself can set with TLS and for all its paths (RFC
 * 6265bis, prefix {@code __Host-}).
 */
final class FormTokens implements ServerCsrfTokenRepository {

	/**
	 * The attribute of an exchange with what its answer tells the browser of the token.
	 */
	private static final String SAVED = FormTokens.class.getName() + ".saved";

	private static final String COOKIE = "XSRF-TOKEN";

	private final Cookie cookie = new Cookie(COOKIE, false);

	private final Cookie secureCookie = new Cookie(COOKIE, true);

	private final Cookie hostCookie = new Cookie("__Host-" + COOKIE, true);

	/**
	 * Behind a proxy, only the scheme of the request tells that the browser speaks TLS.
	 */
	private Cookie cookie(ServerHttpRequest request) {
		if (!"https".equalsIgnoreCase(request.getURI().getScheme())) {
			return this.cookie;
		}
		return request.getPath().contextPath().value().isEmpty() ? this.hostCookie : this.secureCookie;
	}

	@Override
	public Mono<CsrfToken> generateToken(ServerWebExchange exchange) {
		return this.cookie.tokens().generateToken(exchange);
	}

	/**
	 * What was saved before for the same answer is not told any more.
	 */
	@Override
	public Mono<Void> saveToken(ServerWebExchange exchange, @Nullable CsrfToken token) {
		Cookie cookie = cookie(exchange.getRequest());
		return Mono.fromRunnable(() -> {
			exchange.getResponse().getCookies().remove(cookie.name());
			exchange.getAttributes().put(SAVED, Optional.ofNullable(token));
		}).then(cookie.tokens().saveToken(exchange, token));
	}

	/**
	 * The cookie of a request is not the one that the browser has after the answer, such
	 * as a page with a form after a proof, which takes the token away.
	 */
	@Override
	public Mono<CsrfToken> loadToken(ServerWebExchange exchange) {
		return Mono.defer(() -> {
			if (exchange.getAttribute(SAVED) instanceof Optional<?> saved) {
				return Mono.justOrEmpty(saved).cast(CsrfToken.class);
			}
			return isForeign(exchange) ? Mono.empty() : cookie(exchange.getRequest()).tokens().loadToken(exchange);
		});
	}

	private static boolean isForeign(ServerWebExchange exchange) {
		String site = exchange.getRequest().getHeaders().getFirst("Sec-Fetch-Site");
		return !HttpMethod.GET.equals(exchange.getRequest().getMethod()) && site != null && !site.equals("same-origin")
				&& !site.equals("none");
	}

	/**
	 * A cookie with a token.
	 *
	 * @param name its name
	 * @param tokens what reads and writes it
	 */
	private record Cookie(String name, CookieServerCsrfTokenRepository tokens) {

		private Cookie(String name, boolean secure) {
			this(name, new CookieServerCsrfTokenRepository());
			this.tokens.setCookieName(name);
			this.tokens.setCookieCustomizer((cookie) -> cookie.sameSite("Lax").secure(secure));
		}

	}

}
