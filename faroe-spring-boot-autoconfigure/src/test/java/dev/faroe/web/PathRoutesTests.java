package dev.faroe.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import dev.faroe.passkey.PasskeyService;
import dev.faroe.user.OneUser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/**
 * The tree finds what trying every pattern of the route table would find.
 */
@Tag("one-jdk")
class PathRoutesTests {

	private static final List<String> PATTERNS = RouteTable
		.endpoints(
				new FaroeServices(new OneUser(), null, null, null, null, null, null, null,
						(users, json) -> new PasskeyHandler(users, mock(PasskeyService.class), json)),
				new JsonCodec(1), EnumSet.allOf(EndpointGroup.class))
		.stream()
		.map(Endpoint::path)
		.distinct()
		.toList();

	@ParameterizedTest
	@MethodSource("paths")
	void findsWhatThePatternsFind(String path) {
		for (String basePath : List.of("", "/auth", "/a/b")) {
			Map<String, HandlerFunction<ServerResponse>> handlers = handlers(basePath);
			assertThat(route(new PathRoutes(handlers), basePath + path)).as(basePath + path)
				.isEqualTo(route(oneByOne(handlers), basePath + path));
		}
	}

	@ParameterizedTest
	@MethodSource("paths")
	void findsWhatThePatternsFindInUpperAndLowerCase(String path) {
		PathPatternParser parser = new PathPatternParser();
		parser.setCaseSensitive(false);
		Map<String, HandlerFunction<ServerResponse>> handlers = handlers("/auth");
		RouterFunction<ServerResponse> tree = new PathRoutes(handlers);
		RouterFunction<ServerResponse> oneByOne = oneByOne(handlers);
		RouterFunctions.changeParser(tree, parser);
		RouterFunctions.changeParser(oneByOne, parser);
		String upperCase = "/AUTH" + path.toUpperCase(Locale.ROOT);
		assertThat(route(tree, upperCase)).as(upperCase).isEqualTo(route(oneByOne, upperCase));
	}

	static Stream<String> paths() {
		List<String> paths = new ArrayList<>(List.of("", "/", "//", "/%7Buser_id%7D", "/unknown"));
		for (String pattern : PATTERNS) {
			String path = pattern.replaceAll("\\{\\w+}", "some%20id");
			paths.addAll(List.of(path, path + "/", path + "/more", "/more" + path, "/" + path, path.replace("/", "//"),
					path + ";a=b", path.replace("s", "%73"), path + "%2Fmore", path.substring(0, path.length() - 1)));
		}
		return paths.stream();
	}

	/**
	 * So that not everything is found nowhere.
	 */
	@Test
	void findsEveryPattern() {
		Map<String, HandlerFunction<ServerResponse>> handlers = handlers("/auth");
		RouterFunction<ServerResponse> tree = new PathRoutes(handlers);
		handlers.forEach((pattern, handler) -> assertThat(route(tree, pattern.replaceAll("[{}]", "")))
			.startsWith(handler.toString(), pattern));
	}

	@Test
	void refusesPatternsThatCouldMatchTheSamePath() {
		assertThatIllegalStateException()
			.isThrownBy(() -> new PathRoutes(handlers(List.of("/users/{id}", "/users/me"))));
		assertThatIllegalStateException()
			.isThrownBy(() -> new PathRoutes(handlers(List.of("/users/me/keys", "/users/{id}"))));
		assertThatIllegalStateException()
			.isThrownBy(() -> new PathRoutes(handlers(List.of("/users/me", "/users/{id}/keys"))));
		assertThatIllegalStateException().isThrownBy(() -> new PathRoutes(handlers(List.of("/{id}", "/{name}"))));
	}

	@Test
	void prefersWhatIsWrittenOutToAVariable() {
		RouterFunction<ServerResponse> tree = new PathRoutes(handlers(List.of("/users/me", "/users/{id}")));
		assertThat(route(tree, "/users/me").get(1)).isEqualTo("/users/me");
		assertThat(route(tree, "/users/you").get(1)).isEqualTo("/users/{id}");
		assertThat(route(tree, "/users/ME").get(1)).isEqualTo("/users/{id}");
	}

	private static Map<String, HandlerFunction<ServerResponse>> handlers(String basePath) {
		return handlers(PATTERNS.stream().map((pattern) -> basePath + pattern).toList());
	}

	private static Map<String, HandlerFunction<ServerResponse>> handlers(List<String> patterns) {
		Map<String, HandlerFunction<ServerResponse>> handlers = new LinkedHashMap<>();
		patterns.forEach((pattern) -> handlers.put(pattern, (request) -> ServerResponse.ok().build()));
		return handlers;
	}

	private static RouterFunction<ServerResponse> oneByOne(Map<String, HandlerFunction<ServerResponse>> handlers) {
		return handlers.entrySet()
			.stream()
			.map((entry) -> RouterFunctions.route(RequestPredicates.path(entry.getKey()), entry.getValue()))
			.reduce(RouterFunction::and)
			.orElseThrow();
	}

	/**
	 * Return the handler, and what routing leaves on the exchange.
	 */
	private static List<Object> route(RouterFunction<ServerResponse> routes, String path) {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.method(HttpMethod.GET, URI.create("http://host" + path)));
		HandlerFunction<ServerResponse> handler = routes.route(ServerRequest.create(exchange, List.of())).block();
		Map<String, Object> attributes = exchange.getAttributes();
		return List.of(String.valueOf(handler),
				String.valueOf(attributes.get(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE)),
				String.valueOf(attributes.get(RouterFunctions.URI_TEMPLATE_VARIABLES_ATTRIBUTE)));
	}

}
