package dev.faroe.login.visitor;

import java.time.Duration;

import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.web.server.savedrequest.CookieServerRequestCache;
import org.springframework.web.server.ServerWebExchange;

/**
 * The page that somebody has to log in for, in a cookie: strangers begin no session with
 * it. It is forgotten when it is shown, and not, as without this class, before.
 */
final class RememberedPage extends CookieServerRequestCache {

	RememberedPage(Duration timeToLogIn) {
		setCookieCustomizer((cookie) -> cookie.maxAge(timeToLogIn));
	}

	@Override
	public Mono<ServerHttpRequest> removeMatchingRequest(ServerWebExchange exchange) {
		String page = exchange.getRequest().getPath().pathWithinApplication().value();
		return getRedirectUri(exchange).filter((remembered) -> page.equals(remembered.getRawPath()))
			.flatMap((remembered) -> super.removeMatchingRequest(exchange));
	}

}
