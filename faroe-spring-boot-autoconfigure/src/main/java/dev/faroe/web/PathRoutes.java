package dev.faroe.web;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.util.Assert;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Routes by path. Patterns tried one after the other would make a request pay for all
 * those that come before its own, so that a tree of their segments picks the one that can
 * match. Whether it does is up to the pattern, which the application may have given a
 * parser of its own.
 */
final class PathRoutes implements RouterFunction<ServerResponse> {

	private final Segment root = new Segment();

	private final List<RouterFunction<ServerResponse>> routes;

	PathRoutes(Map<String, HandlerFunction<ServerResponse>> handlers) {
		this.routes = handlers.entrySet().stream().map((entry) -> add(entry.getKey(), entry.getValue())).toList();
	}

	private RouterFunction<ServerResponse> add(String pattern, HandlerFunction<ServerResponse> handler) {
		Segment last = this.root;
		for (PathContainer.Element element : PathContainer.parsePath(pattern).elements()) {
			if (element instanceof PathSegment segment) {
				last = last.add(segment.valueToMatch());
			}
		}
		Assert.state(last.route == null, () -> "Two routes for " + pattern);
		last.route = RouterFunctions.route(RequestPredicates.path(pattern), handler);
		return last.route;
	}

	@Override
	public Mono<HandlerFunction<ServerResponse>> route(ServerRequest request) {
		Segment last = this.root;
		for (PathContainer.Element element : request.requestPath().pathWithinApplication().elements()) {
			if (element instanceof PathSegment segment) {
				last = last.next(segment.valueToMatch());
				if (last == null) {
					return Mono.empty();
				}
			}
		}
		return (last.route != null) ? last.route.route(request) : Mono.empty();
	}

	@Override
	public void accept(RouterFunctions.Visitor visitor) {
		this.routes.forEach((route) -> route.accept(visitor));
	}

	/**
	 * What can follow a segment: either literals or anything, so that the way through the
	 * tree is never in doubt.
	 */
	private static final class Segment {

		/**
		 * By what they are, in upper or lower case: the application may have the patterns
		 * match in both.
		 */
		private final Map<String, Segment> literals = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

		private @Nullable Segment variable;

		private @Nullable RouterFunction<ServerResponse> route;

		Segment add(String pattern) {
			if (pattern.startsWith("{")) {
				Assert.state(this.literals.isEmpty(), () -> pattern + " stands beside literals");
				this.variable = (this.variable != null) ? this.variable : new Segment();
				return this.variable;
			}
			Assert.state(this.variable == null, () -> pattern + " stands beside a variable");
			return this.literals.computeIfAbsent(pattern, (absent) -> new Segment());
		}

		@Nullable Segment next(String value) {
			return (this.variable != null) ? this.variable : this.literals.get(value);
		}

	}

}
