package dev.faroe.login.visitor;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
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
 * form comes from, so that its forms are refused all the same.
 */
final class FormTokens implements ServerCsrfTokenRepository {

	private static final String COOKIE = "XSRF-TOKEN";

	/**
	 * The attribute of an exchange with what its answer tells the browser of the token.
	 */
	private static final String SAVED = FormTokens.class.getName() + ".saved";

	private final CookieServerCsrfTokenRepository cookies = repository(false);

	private final CookieServerCsrfTokenRepository secureCookies = repository(true);

	/**
	 * Behind a proxy, only the scheme of the request tells that the browser speaks TLS.
	 */
	private static CookieServerCsrfTokenRepository repository(boolean secure) {
		CookieServerCsrfTokenRepository cookies = new CookieServerCsrfTokenRepository();
		cookies.setCookieName(COOKIE);
		cookies.setCookieCustomizer((cookie) -> cookie.sameSite("Lax").secure(secure));
		return cookies;
	}

	@Override
	public Mono<CsrfToken> generateToken(ServerWebExchange exchange) {
		return this.cookies.generateToken(exchange);
	}

	/**
	 * What was saved before for the same answer is not told any more.
	 */
	@Override
	public Mono<Void> saveToken(ServerWebExchange exchange, @Nullable CsrfToken token) {
		boolean secure = "https".equalsIgnoreCase(exchange.getRequest().getURI().getScheme());
		return Mono.fromRunnable(() -> {
			exchange.getResponse().getCookies().remove(COOKIE);
			exchange.getAttributes().put(SAVED, Optional.ofNullable(token));
		}).then((secure ? this.secureCookies : this.cookies).saveToken(exchange, token));
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
			return isForeign(exchange) ? Mono.empty() : this.cookies.loadToken(exchange);
		});
	}

	private static boolean isForeign(ServerWebExchange exchange) {
		String site = exchange.getRequest().getHeaders().getFirst("Sec-Fetch-Site");
		return !HttpMethod.GET.equals(exchange.getRequest().getMethod()) && site != null && !site.equals("same-origin")
				&& !site.equals("none");
	}

}
