package dev.faroe.web;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.WebHandler;

/**
 * Answers preflight requests for unknown paths as any other method. The dispatcher asks
 * for their handlers, but never calls them. Comes after Spring Security, which protects
 * what the filters of the application answer below the base path, and before filters
 * without an order.
 */
final class UnknownPathPreFlightFilter implements WebFilter, Ordered {

	/**
	 * The order of the filter: after Spring Security's, which has -100.
	 */
	public static final int ORDER = -99;

	private final FaroeExchanges exchanges;

	private final WebHandler answers;

	UnknownPathPreFlightFilter(FaroeExchanges exchanges, FaroeRoutes routes) {
		this.exchanges = exchanges;
		this.answers = routes.handler();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (!CorsUtils.isPreFlightRequest(exchange.getRequest())) {
			return chain.filter(exchange);
		}
		return this.exchanges.isUnknown(exchange)
			.flatMap((unknown) -> unknown ? this.answers.handle(exchange) : chain.filter(exchange));
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
