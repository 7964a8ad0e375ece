package dev.faroe.web;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.faroe.web.FaroeRoutes.Claim;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.http.server.RequestPath;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * Tells which requests Faroe is going to answer. The base path alone does not tell: the
 * application may have routes of its own below it, which come first.
 */
final class FaroeExchanges {

	private static final String ANSWER = FaroeExchanges.class.getName() + ".answer";

	private final FaroeRoutes routes;

	private final Supplier<DispatcherHandler> dispatcher;

	private final ApplicationContext context;

	private volatile @Nullable List<HandlerMapping> mappings;

	private volatile @Nullable List<HandlerMapping> mappingsOfDocumented;

	private volatile @Nullable Boolean undisputed;

	/**
	 * Create the exchanges.
	 * @param routes the routes of Faroe
	 * @param dispatcher supplies what asks for them
	 * @param context the application that it dispatches for
	 */
	FaroeExchanges(FaroeRoutes routes, Supplier<DispatcherHandler> dispatcher, ApplicationContext context) {
		this.routes = routes;
		this.dispatcher = dispatcher;
		this.context = context;
	}

	/**
	 * Tell whether a request is Faroe's alone: it is for a documented path, or for an
	 * unknown one and has the credential. An unknown path need not be unknown to the
	 * filters of the application, which no mapping tells about.
	 */
	public Mono<Boolean> contains(ServerWebExchange exchange) {
		return isDocumented(exchange)
			.flatMap((documented) -> (documented || !this.routes.hasCredential(exchange.getRequest()))
					? Mono.just(documented) : claim(exchange, true).hasElement());
	}

	/**
	 * Tell whether a request is for a documented path. Remembers that for as long as the
	 * request is for the same one: more than one filter asks.
	 */
	Mono<Boolean> isDocumented(ServerWebExchange exchange) {
		RequestPath path = exchange.getRequest().getPath();
		if (exchange.getAttribute(ANSWER) instanceof Answer answer && answer.path() == path) {
			return Mono.just(answer.documented());
		}
		if (isUndisputed()) {
			boolean documented = isDispatchedHere(exchange) && this.routes.areFor(exchange);
			exchange.getAttributes().put(ANSWER, new Answer(path, documented));
			return Mono.just(documented);
		}
		return claim(exchange, false).hasElement()
			.doOnNext((documented) -> exchange.getAttributes().put(ANSWER, new Answer(path, documented)));
	}

	/**
	 * Tell whether a request is for an unknown path that Faroe claims.
	 */
	Mono<Boolean> isUnknown(ServerWebExchange exchange) {
		return claim(exchange, true).filter((claim) -> claim == Claim.UNKNOWN).hasElement();
	}

	/**
	 * Tell whether no other mapping and no other route has to be asked whose a request is
	 * for a documented path.
	 */
	private boolean isUndisputed() {
		Boolean undisputed = this.undisputed;
		if (undisputed == null) {
			undisputed = this.routes.areUndisputed(RoutePatterns.before(this.routes::isHandler, mappings()));
			this.undisputed = undisputed;
		}
		return undisputed;
	}

	/**
	 * Ask for the handler of a request as the dispatcher is going to. The mappings leave
	 * no trace on the exchange.
	 */
	private Mono<Claim> claim(ServerWebExchange exchange, boolean unknown) {
		if (!isDispatchedHere(exchange) || !isBelowBasePath(exchange)) {
			return Mono.empty();
		}
		Rehearsal rehearsal = new Rehearsal(exchange);
		return Flux.fromIterable(unknown ? mappings() : mappingsOfDocumented())
			.concatMap((mapping) -> mapping.getHandler(rehearsal))
			.next()
			.mapNotNull((handler) -> FaroeRoutes.claim(rehearsal))
			.onErrorComplete();
	}

	/**
	 * The filters are also those of child contexts, such as that of an actuator on a port
	 * of its own. They have another dispatcher, with mappings that come before.
	 */
	private boolean isDispatchedHere(ServerWebExchange exchange) {
		return exchange.getApplicationContext() == this.context;
	}

	private boolean isBelowBasePath(ServerWebExchange exchange) {
		String basePath = this.routes.basePath();
		String path = exchange.getRequest().getPath().pathWithinApplication().value();
		return path.regionMatches(true, 0, basePath, 0, basePath.length());
	}

	private List<HandlerMapping> mappings() {
		List<HandlerMapping> mappings = this.mappings;
		if (mappings == null) {
			List<HandlerMapping> all = this.dispatcher.get().getHandlerMappings();
			mappings = (all != null) ? all : List.of();
			this.mappings = mappings;
		}
		return mappings;
	}

	/**
	 * Return the mappings up to the one of router functions, which Faroe's routes are.
	 */
	private List<HandlerMapping> mappingsOfDocumented() {
		List<HandlerMapping> mappings = this.mappingsOfDocumented;
		if (mappings == null) {
			mappings = new ArrayList<>();
			for (HandlerMapping mapping : mappings()) {
				mappings.add(mapping);
				if (mapping instanceof RouterFunctionMapping) {
					break;
				}
			}
			this.mappingsOfDocumented = mappings;
		}
		return mappings;
	}

	/**
	 * Whether the path of a request is documented. A filter that changes the request
	 * makes another path of it, if the same one by its name.
	 */
	private record Answer(RequestPath path, boolean documented) {
	}

}
