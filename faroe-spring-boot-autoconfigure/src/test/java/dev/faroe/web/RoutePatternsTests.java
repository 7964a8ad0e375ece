package dev.faroe.web;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.headers;
import static org.springframework.web.reactive.function.server.RequestPredicates.method;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;
import static org.springframework.web.reactive.function.server.RouterFunctions.nest;
import static org.springframework.web.reactive.function.server.RouterFunctions.route;

/**
 * What is known of the routes that are asked before Faroe's. What nothing is known of
 * could take any request.
 */
@Tag("one-jdk")
class RoutePatternsTests {

	private static final HandlerFunction<ServerResponse> FAROES = (request) -> ServerResponse.ok().build();

	private static final HandlerFunction<ServerResponse> OTHER = (request) -> ServerResponse.noContent().build();

	private static final RouterFunction<ServerResponse> ROUTE = route(path("/users"), FAROES);

	private static final RequestPredicate LAMBDA = (request) -> true;

	private static List<String> before(HandlerMapping... mappings) {
		return RoutePatterns.before(FAROES::equals, List.of(mappings))
			.stream()
			.map(RoutePattern::path)
			.sorted()
			.toList();
	}

	private static HandlerMapping mapping(RouterFunction<?> function) {
		return new RouterFunctionMapping(function);
	}

	@Test
	void namesWhatComesBefore() {
		RouterFunction<ServerResponse> pages = RouterFunctions.route()
			.GET("/pages", OTHER)
			.POST("/pages/{id}", headers((headers) -> true), OTHER)
			.path("/api", (api) -> api.GET("/items", OTHER).nest(LAMBDA, (nest) -> nest.GET("/x", OTHER)))
			.build();
		assertThat(before(mapping(pages.andOther(ROUTE).andOther(route(path("/**"), OTHER)))))
			.containsExactly("/api/**/x", "/api/items", "/pages", "/pages/{id}/**");
	}

	@Test
	void namesNothingIfNothingComesBefore() {
		assertThat(before(mapping(ROUTE), new SimpleUrlHandlerMapping(Map.of("/**", OTHER)))).isEmpty();
	}

	@ParameterizedTest
	@MethodSource
	void takesWhatHasNoNameForAnything(String what, RouterFunction<?> function) {
		assertThat(before(mapping(function))).as(what).containsAnyOf("", "/**", "/**/log-in");
	}

	static Stream<Arguments> takesWhatHasNoNameForAnything() {
		RouterFunction<ServerResponse> code = (request) -> Mono.just(OTHER);
		return Stream.of(Arguments.of("code", code.and(ROUTE)),
				Arguments.of("a predicate of code", route(LAMBDA, OTHER).and(ROUTE)),
				Arguments.of("a negation", route(path("/x").negate(), OTHER).and(ROUTE)),
				Arguments.of("one of two", route(path("/x").or(LAMBDA), OTHER).and(ROUTE)),
				Arguments.of("a method alone", route(method(HttpMethod.GET), OTHER).and(ROUTE)),
				Arguments.of("resources found by code",
						RouterFunctions.resources((request) -> Mono.just(new ByteArrayResource(new byte[0])))
							.andOther(ROUTE)),
				Arguments.of("a nest of code", nest(path("/x").negate(), code).and(ROUTE)),
				Arguments.of("a path within a nest of code", nest(LAMBDA, route(path("/log-in"), OTHER)).and(ROUTE)),
				Arguments.of("Faroe's within another route", nest(path("/auth"), ROUTE)),
				Arguments.of("Faroe's within code", (RouterFunction<ServerResponse>) ROUTE::route),
				Arguments.of("none of Faroe's", route(GET("/x"), OTHER)));
	}

	@Test
	void takesOtherMappingsForAnything() {
		assertThat(before(new SimpleUrlHandlerMapping(Map.of("/x", OTHER)), mapping(ROUTE))).contains("");
		assertThat(before(new RouterFunctionMapping(ROUTE) {
		}, mapping(ROUTE))).contains("");
	}

}
