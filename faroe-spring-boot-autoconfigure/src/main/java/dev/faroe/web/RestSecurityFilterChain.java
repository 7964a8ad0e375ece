package dev.faroe.web;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

/**
 * Takes the requests that Faroe answers, and does nothing about them: no log-in, no CSRF
 * token, no session, no headers. Each of them has to bring Faroe's credential, which
 * browsers do not send by themselves.
 */
final class RestSecurityFilterChain implements SecurityWebFilterChain {

	private final FaroeExchanges exchanges;

	RestSecurityFilterChain(FaroeExchanges exchanges) {
		this.exchanges = exchanges;
	}

	@Override
	public Mono<Boolean> matches(ServerWebExchange exchange) {
		return this.exchanges.contains(exchange);
	}

	@Override
	public Flux<WebFilter> getWebFilters() {
		// One that does nothing: Spring Security cannot observe a chain without filters.
		return Flux.just((exchange, chain) -> chain.filter(exchange));
	}

	@Override
	public String toString() {
		return "FaroeSecurityWebFilterChain";
	}

}
