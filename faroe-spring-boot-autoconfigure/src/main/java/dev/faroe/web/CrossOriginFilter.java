package dev.faroe.web;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.WebHandler;

/**
 * Answers preflight requests for documented paths as any other method that they do not
 * have, and refuses cross-origin requests without a credential. CORS would otherwise
 * answer both before Faroe is asked. Comes before every other filter, of which one can be
 * the application's {@code CorsWebFilter}; what has a credential, and is no preflight,
 * goes through all of them.
 */
final class CrossOriginFilter implements WebFilter, PriorityOrdered {

	private final FaroeExchanges exchanges;

	private final FaroeRoutes routes;

	private final WebHandler answers;

	CrossOriginFilter(FaroeExchanges exchanges, FaroeRoutes routes) {
		this.exchanges = exchanges;
		this.routes = routes;
		this.answers = routes.handler();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		if (!request.getHeaders().containsHeader(HttpHeaders.ORIGIN)) {
			return chain.filter(exchange);
		}
		if (!CorsUtils.isPreFlightRequest(request) && this.routes.hasCredential(request)) {
			return chain.filter(exchange);
		}
		return this.exchanges.isDocumented(exchange)
			.flatMap((documented) -> documented ? this.answers.handle(exchange) : chain.filter(exchange));
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
