package dev.faroe.login.step;

import java.net.URI;

import reactor.core.publisher.Mono;

import org.springframework.security.web.server.savedrequest.ServerRequestCache;
import org.springframework.web.server.ServerWebExchange;

/**
 * The page that somebody wanted to see before a step was asked for.
 */
final class RememberedRequest {

	private final ServerRequestCache cache;

	private final String path;

	private final String otherwise;

	/**
	 * Create an instance.
	 * @param cache where requests are remembered
	 * @param path the path of the endpoints, below which nobody wants to see anything
	 * @param otherwise the path to go on to if no request was remembered
	 */
	RememberedRequest(ServerRequestCache cache, String path, String otherwise) {
		this.cache = cache;
		this.path = path;
		this.otherwise = otherwise;
	}

	Mono<Void> remember(ServerWebExchange exchange) {
		return this.cache.saveRequest(exchange);
	}

	/**
	 * Return where to go on to.
	 */
	Mono<String> target(ServerWebExchange exchange) {
		return this.cache.getRedirectUri(exchange)
			.onErrorComplete()
			.map(URI::toString)
			.filter((target) -> LocalPath.isLocal(target) && !isStep(target))
			.defaultIfEmpty(this.otherwise);
	}

	private boolean isStep(String target) {
		return !target.equals(this.path + Step.PASSKEYS.suffix()) && (target.equals(this.path)
				|| target.startsWith(this.path + "/") || target.startsWith(this.path + "?"));
	}

}
