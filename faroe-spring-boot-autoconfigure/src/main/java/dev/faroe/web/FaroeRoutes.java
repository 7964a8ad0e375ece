package dev.faroe.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.sql.DroppedFailures;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * Makes the route table into router functions. Around each handler stands what all
 * endpoints share, in the order in which the reference checks it: credential, method,
 * media types; and outside of everything, the error mapping.
 */
public final class FaroeRoutes implements DisposableBean {

	private static final String ROUTED = FaroeRoutes.class.getName() + ".routed";

	private final RestSettings settings;

	private final CredentialFilter credentials;

	private final ErrorResponses errors;

	private final RequestTimeout timeout;

	private final List<Endpoint> endpoints;

	/**
	 * Create the routes.
	 * @param settings the settings
	 * @param services what the endpoints call
	 */
	public FaroeRoutes(RestSettings settings, FaroeServices services) {
		JsonCodec json = new JsonCodec(settings.maxBodySize());
		this.settings = settings;
		this.credentials = new CredentialFilter(settings.credentials());
		this.errors = new ErrorResponses(json);
		this.timeout = new RequestTimeout(settings.requestTimeout());
		this.endpoints = new ArrayList<>(RouteTable.endpoints(services, json));
		this.endpoints.removeIf((endpoint) -> !settings.groups().contains(endpoint.group()));
		if (settings.openApi()) {
			this.endpoints.add(openApi(OpenApiDocument.of(settings)));
		}
	}

	private static Endpoint openApi(byte[] document) {
		return Endpoint.get(null, "/openapi.json", (request) -> JsonCodec.json(document));
	}

	/**
	 * Return the routes of the documented endpoints.
	 * @return a function that routes the paths in the table, whatever the method, and no
	 * others
	 */
	public RouterFunction<ServerResponse> documented() {
		Map<String, Map<HttpMethod, Endpoint>> byPath = this.endpoints.stream()
			.collect(Collectors.groupingBy(Endpoint::path, LinkedHashMap::new, Collectors.toMap(Endpoint::method,
					(endpoint) -> endpoint, (first, second) -> first, LinkedHashMap::new)));
		Map<String, HandlerFunction<ServerResponse>> handlers = new LinkedHashMap<>();
		byPath.forEach((path, methods) -> handlers.put(this.settings.basePath() + path,
				(request) -> handle(request, methods)));
		return marking(new PathRoutes(handlers));
	}

	/**
	 * Return the route of everything else below the base path.
	 * @return a function that answers {@link FaroeError#NOT_FOUND}
	 */
	public RouterFunction<ServerResponse> unknown() {
		return marking(RouterFunctions.route(RequestPredicates.path(this.settings.basePath() + "/**"),
				(request) -> respond(request, "an unknown path",
						Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND)))));
	}

	/**
	 * Marks the exchanges that a function routes.
	 */
	private static RouterFunction<ServerResponse> marking(RouterFunction<ServerResponse> routes) {
		return new RouterFunction<>() {

			@Override
			public Mono<HandlerFunction<ServerResponse>> route(ServerRequest request) {
				return routes.route(request).doOnNext((handler) -> request.attributes().put(ROUTED, true));
			}

			@Override
			public void accept(RouterFunctions.Visitor visitor) {
				routes.accept(visitor);
			}

		};
	}

	/**
	 * Tell whether one of these routes was found for an exchange.
	 * @param exchange the exchange
	 * @return whether one was found, whatever the instance that it belongs to
	 */
	static boolean isRouted(ServerWebExchange exchange) {
		return exchange.getAttributes().containsKey(ROUTED);
	}

	private Mono<ServerResponse> handle(ServerRequest request, Map<HttpMethod, Endpoint> methods) {
		Endpoint endpoint = methods.get(request.method());
		if (endpoint == null) {
			return respond(request, "an unknown method", methodNotAllowed(methods.keySet()));
		}
		return respond(request, endpoint, Mono.defer(() -> {
			Negotiation.requireReadable(request, endpoint.body());
			Negotiation.choose(request, endpoint.produces());
			return endpoint.handler().handle(request);
		}));
	}

	private Mono<ServerResponse> methodNotAllowed(Set<HttpMethod> allowed) {
		return Mono.defer(() -> this.errors.methodNotAllowed(allowed));
	}

	private Mono<ServerResponse> respond(ServerRequest request, Object endpoint, Mono<ServerResponse> response) {
		try {
			this.credentials.requireCredential(request);
		}
		catch (FaroeException ex) {
			return this.errors.respond(ex, endpoint);
		}
		return this.timeout.limit(response)
			.onErrorResume((failure) -> this.errors.respond(failure, endpoint))
			.contextWrite(DroppedFailures::redact);
	}

	@Override
	public void destroy() {
		this.timeout.dispose();
	}

}
