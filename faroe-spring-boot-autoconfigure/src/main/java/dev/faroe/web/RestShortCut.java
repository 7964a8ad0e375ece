package dev.faroe.web;

import java.util.List;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.handler.DefaultWebFilterChain;

/**
 * Spares the requests that Faroe answers the way through Spring Security and the filters
 * of the log-in, where they would find nothing on it but Faroe's chain, which does
 * nothing. That way takes longer than routing does. As soon as the application has a
 * filter of its own behind this one, all requests go it.
 */
final class RestShortCut implements WebFilter, Ordered {

	/** Before all that it spares, of which Spring Security's has -100. */
	static final int ORDER = -300;

	private static final String FILTERS_OF_LOG_IN = "dev.faroe.login.";

	private final FaroeExchanges exchanges;

	private final BooleanSupplier takenByFaroe;

	private volatile @Nullable Filters known;

	/**
	 * Create an instance.
	 * @param exchanges what Faroe answers
	 * @param takenByFaroe tells whether Spring Security leaves what Faroe answers to
	 * Faroe's firewall and chain, before all others, and does not observe it
	 */
	RestShortCut(FaroeExchanges exchanges, BooleanSupplier takenByFaroe) {
		this.exchanges = exchanges;
		this.takenByFaroe = takenByFaroe;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return (chain instanceof DefaultWebFilterChain filters && spares(filters.getFilters())
				&& RestFirewall.isPlain(exchange.getRequest().getPath().value())
				&& this.exchanges.areSureToContain(exchange)) ? filters.getHandler().handle(exchange)
						: chain.filter(exchange);
	}

	/**
	 * The filters are always the same, but for tests that send requests without a server.
	 */
	private boolean spares(List<WebFilter> all) {
		Filters known = this.known;
		if (known == null || known.all() != all) {
			known = new Filters(all, this.takenByFaroe.getAsBoolean()
					&& all.subList(all.indexOf(this) + 1, all.size()).stream().allMatch(RestShortCut::isSpared));
			this.known = known;
		}
		return known.spared();
	}

	private static boolean isSpared(WebFilter filter) {
		return filter.getClass() == WebFilterChainProxy.class || filter instanceof UnknownPathPreFlightFilter
				|| filter.getClass().getName().startsWith(FILTERS_OF_LOG_IN);
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	/**
	 * Whether filters need not be asked.
	 */
	private record Filters(List<WebFilter> all, boolean spared) {
	}

}
