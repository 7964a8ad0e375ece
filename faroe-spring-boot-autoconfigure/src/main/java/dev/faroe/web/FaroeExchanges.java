package dev.faroe.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;

/**
 * Tells which requests Faroe is going to answer. The base path alone does not tell: the
 * application may have routes of its own below it, which come first.
 */
public final class FaroeExchanges {

	private final String basePath;

	private final Supplier<DispatcherHandler> dispatcher;

	private volatile @Nullable List<HandlerMapping> mappings;

	/**
	 * Create an instance.
	 * @param basePath the base path, as in {@link RestSettings}
	 * @param dispatcher what dispatches requests, asked for with the first request
	 */
	public FaroeExchanges(String basePath, Supplier<DispatcherHandler> dispatcher) {
		this.basePath = basePath;
		this.dispatcher = dispatcher;
	}

	/**
	 * Tell whether Faroe is going to answer a request, by asking for its handler as the
	 * dispatcher is going to. Leaves no trace on the exchange.
	 * @param exchange the exchange
	 * @return whether it is Faroe's; it is not when there is any doubt
	 */
	public Mono<Boolean> contains(ServerWebExchange exchange) {
		if (!isBelowBasePath(exchange)) {
			return Mono.just(false);
		}
		Rehearsal rehearsal = new Rehearsal(exchange);
		return Flux.fromIterable(mappings())
			.concatMap((mapping) -> mapping.getHandler(rehearsal))
			.next()
			.map((handler) -> FaroeRoutes.isRouted(rehearsal))
			.onErrorReturn(false)
			.defaultIfEmpty(false);
	}

	private boolean isBelowBasePath(ServerWebExchange exchange) {
		PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
		return path.value().startsWith(this.basePath);
	}

	/**
	 * Return the mappings up to the one of router functions, which Faroe's routes are.
	 */
	private List<HandlerMapping> mappings() {
		List<HandlerMapping> mappings = this.mappings;
		if (mappings == null) {
			mappings = new ArrayList<>();
			for (HandlerMapping mapping : this.dispatcher.get().getHandlerMappings()) {
				mappings.add(mapping);
				if (mapping instanceof RouterFunctionMapping) {
					break;
				}
			}
			this.mappings = mappings;
		}
		return mappings;
	}

	/**
	 * An exchange on which mappings can leave attributes and, for cross-origin requests,
	 * a status and headers.
	 */
	private static final class Rehearsal extends ServerWebExchangeDecorator {

		private final Map<String, Object> attributes;

		private final ServerHttpResponse response;

		Rehearsal(ServerWebExchange exchange) {
			super(exchange);
			this.attributes = new HashMap<>(exchange.getAttributes());
			this.response = new RehearsedResponse(exchange.getResponse());
		}

		@Override
		public Map<String, Object> getAttributes() {
			return this.attributes;
		}

		@Override
		public ServerHttpResponse getResponse() {
			return this.response;
		}

	}

	private static final class RehearsedResponse extends ServerHttpResponseDecorator {

		private final HttpHeaders headers = new HttpHeaders();

		RehearsedResponse(ServerHttpResponse response) {
			super(response);
		}

		@Override
		public boolean setStatusCode(@Nullable HttpStatusCode status) {
			return true;
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

	}

}
