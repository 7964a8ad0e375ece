package dev.faroe.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.security.Secret;
import dev.faroe.sql.DroppedFailures;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Makes the route table into router functions. Around each handler stands what all
 * endpoints share, in the order in which the reference checks it: credential, method,
 * media types; and outside of everything, the error mapping.
 */
public final class FaroeRoutes implements DisposableBean {

	private static final String CLAIM = FaroeRoutes.class.getName() + ".claim";

	/**
	 * Answers are bytes, for which no writer is asked.
	 */
	private static final ServerResponse.Context NOTHING_TO_WRITE_WITH = new ServerResponse.Context() {

		@Override
		public List<HttpMessageWriter<?>> messageWriters() {
			return List.of();
		}

		@Override
		public List<ViewResolver> viewResolvers() {
			return List.of();
		}

	};

	private final RestProperties settings;

	private final RestCredentials credentials;

	private final ErrorResponses errors;

	private final RequestTimeout timeout;

	private final List<Endpoint> endpoints;

	private final Map<String, HandlerFunction<ServerResponse>> handlers = new LinkedHashMap<>();

	private final PathRoutes documented;

	FaroeRoutes(RestProperties settings, List<Secret> credentials, FaroeServices services) {
		JsonCodec json = new JsonCodec(Math.toIntExact(settings.maxBodySize().toBytes()));
		this.settings = settings;
		this.credentials = new RestCredentials(credentials);
		this.errors = new ErrorResponses(json);
		this.timeout = new RequestTimeout(settings.requestTimeout());
		this.endpoints = new ArrayList<>(RouteTable.endpoints(services, json, settings.groups()));
		this.endpoints.removeIf((endpoint) -> !settings.groups().contains(endpoint.group()));
		if (settings.openapi().enabled()) {
			this.endpoints.add(openApi(OpenApiDocument.of(settings)));
		}
		Map<String, Map<HttpMethod, Endpoint>> byPath = this.endpoints.stream()
			.collect(Collectors.groupingBy(Endpoint::path, LinkedHashMap::new, Collectors.toMap(Endpoint::method,
					(endpoint) -> endpoint, (first, second) -> first, LinkedHashMap::new)));
		byPath.forEach((path, methods) -> this.handlers.put(settings.basePath() + path,
				(request) -> handle(request, methods)));
		this.documented = new PathRoutes(this.handlers);
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
		return marking(Claim.DOCUMENTED, this.documented);
	}

	/**
	 * Tell whether none of some patterns could take a request for a documented endpoint.
	 */
	boolean areUndisputed(Collection<RoutePattern> patterns) {
		return patterns.stream()
			.allMatch((pattern) -> this.handlers.keySet().stream().allMatch(pattern::beginsApartFrom));
	}

	/**
	 * Tell whether a handler is one of a documented endpoint.
	 */
	boolean isHandler(HandlerFunction<?> handler) {
		return this.handlers.containsValue(handler);
	}

	/**
	 * Tell whether there is a documented endpoint for the path of a request.
	 */
	boolean areFor(ServerWebExchange exchange) {
		return this.documented.contains(exchange);
	}

	/**
	 * Return the route of everything else below the base path.
	 * @return a function that answers {@link FaroeError#NOT_FOUND}
	 */
	public RouterFunction<ServerResponse> unknown() {
		return marking(Claim.UNKNOWN,
				RouterFunctions.route(RequestPredicates.path(this.settings.basePath() + "/**"),
						(request) -> respond(request, "an unknown path",
								Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND)))));
	}

	/**
	 * Return what answers everything below the base path without a dispatcher, which lets
	 * no handler answer a preflight request. It reads no body.
	 */
	WebHandler handler() {
		RouterFunction<ServerResponse> all = documented().and(unknown());
		return (exchange) -> {
			ServerRequest request = ServerRequest.create(exchange, List.of());
			return all.route(request)
				.flatMap((handler) -> handler.handle(request))
				.flatMap((response) -> response.writeTo(exchange, NOTHING_TO_WRITE_WITH));
		};
	}

	/**
	 * Return the groups of endpoints that are served.
	 * @return the groups, in the order of their declaration
	 */
	public Set<EndpointGroup> groups() {
		return this.settings.groups();
	}

	List<Endpoint> endpoints() {
		return List.copyOf(this.endpoints);
	}

	String basePath() {
		return this.settings.basePath();
	}

	boolean hasCredential(ServerHttpRequest request) {
		return this.credentials.isKnown(request.getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION));
	}

	/**
	 * Marks the exchanges that a function routes.
	 */
	private static RouterFunction<ServerResponse> marking(Claim claim, RouterFunction<ServerResponse> routes) {
		return new RouterFunction<>() {

			@Override
			public Mono<HandlerFunction<ServerResponse>> route(ServerRequest request) {
				return routes.route(request).doOnNext((handler) -> request.attributes().put(CLAIM, claim));
			}

			@Override
			public void accept(RouterFunctions.Visitor visitor) {
				routes.accept(visitor);
			}

		};
	}

	/**
	 * Return which kind of route was found for an exchange.
	 * @return the kind, whatever the instance that the route belongs to, or {@code null}
	 * if none was found
	 */
	static @Nullable Claim claim(ServerWebExchange exchange) {
		return exchange.getAttribute(CLAIM);
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

	/**
	 * Why Faroe answers a request.
	 */
	enum Claim {

		DOCUMENTED, UNKNOWN

	}

}
