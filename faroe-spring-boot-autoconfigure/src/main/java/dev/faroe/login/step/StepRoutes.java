package dev.faroe.login.step;

import java.util.Locale;
import java.util.Set;

import reactor.core.publisher.Mono;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

import static java.util.stream.Collectors.toSet;

/**
 * The routes of the log-in. They come before those of the application, whose requests
 * would all be compared with more than twenty patterns: a look at the beginning of the
 * path keeps them from that.
 */
final class StepRoutes implements RouterFunction<ServerResponse> {

	private final Set<String> beginnings;

	private final RouterFunction<ServerResponse> routes;

	/**
	 * Create the routes.
	 * @param routes the routes, each below one of the paths
	 * @param paths the paths
	 */
	StepRoutes(RouterFunctions.Builder routes, Set<String> paths) {
		this.beginnings = paths.stream().map(PathContainer::parsePath).map(StepRoutes::beginning).collect(toSet());
		this.routes = routes.filter(new ForeignFormFilter()).build();
	}

	/**
	 * Return the first segment in one case: whether it matters is up to the patterns.
	 */
	private static String beginning(PathContainer path) {
		for (PathContainer.Element element : path.elements()) {
			if (element instanceof PathSegment segment) {
				return segment.valueToMatch().toLowerCase(Locale.ROOT);
			}
		}
		return "";
	}

	@Override
	public Mono<HandlerFunction<ServerResponse>> route(ServerRequest request) {
		return this.beginnings.contains(beginning(request.requestPath().pathWithinApplication()))
				? this.routes.route(request) : Mono.empty();
	}

	@Override
	public void accept(RouterFunctions.Visitor visitor) {
		this.routes.accept(visitor);
	}

	@Override
	public String toString() {
		return this.routes.toString();
	}

}
