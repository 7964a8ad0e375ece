package dev.faroe.web;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.resource.ResourceWebHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Maps what nothing else maps below the base path to Faroe's answer for unknown paths.
 * <p>
 * Its place is before the static resources, whose default pattern matches every path,
 * whether there is such a resource or not: it is asked before them, and comes after them
 * only where their pattern is one of the application's own.
 */
final class UnknownPathMapping extends RouterFunctionMapping {

	private static final String EVERYTHING = "/**";

	private final String basePath;

	private final Supplier<DispatcherHandler> dispatcher;

	private volatile @Nullable PathPattern pattern;

	private volatile @Nullable List<HandlerMapping> others;

	UnknownPathMapping(FaroeRoutes routes, Supplier<DispatcherHandler> dispatcher) {
		super(routes.unknown());
		this.basePath = routes.basePath();
		this.dispatcher = dispatcher;
		setOrder(Ordered.LOWEST_PRECEDENCE - 2);
	}

	@Override
	protected Mono<?> getHandlerInternal(ServerWebExchange exchange) {
		if (!pattern().matches(exchange.getRequest().getPath().pathWithinApplication())) {
			return Mono.empty();
		}
		return isMappedByOthers(exchange).filter((mapped) -> !mapped)
			.flatMap((free) -> super.getHandlerInternal(exchange));
	}

	private Mono<Boolean> isMappedByOthers(ServerWebExchange exchange) {
		Rehearsal rehearsal = new Rehearsal(exchange);
		return Flux.fromIterable(others())
			.concatMap((mapping) -> mapping.getHandler(rehearsal))
			.next()
			.map((handler) -> !isAnyResource(rehearsal))
			.defaultIfEmpty(false);
	}

	private static boolean isAnyResource(ServerWebExchange exchange) {
		return exchange.getAttribute(BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof ResourceWebHandler
				&& exchange.getAttribute(BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof PathPattern pattern
				&& pattern.getPatternString().equals(EVERYTHING);
	}

	private PathPattern pattern() {
		PathPattern pattern = this.pattern;
		if (pattern == null) {
			pattern = getPathPatternParser().parse(this.basePath + EVERYTHING);
			this.pattern = pattern;
		}
		return pattern;
	}

	/**
	 * Return the mappings that come after this one.
	 */
	private List<HandlerMapping> others() {
		List<HandlerMapping> others = this.others;
		if (others == null) {
			List<HandlerMapping> all = Objects.requireNonNull(this.dispatcher.get().getHandlerMappings());
			others = all.subList(all.indexOf(this) + 1, all.size());
			this.others = others;
		}
		return others;
	}

}
