package dev.faroe.web;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.http.server.RequestPath;
import org.springframework.util.Assert;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * Routes by path. Patterns tried one after the other would make a request pay for all
 * those that come before its own, so that a tree of their segments picks the one that can
 * match. Whether it does is up to the pattern, which the application may have given a
 * parser of its own.
 */
final class PathRoutes implements RouterFunction<ServerResponse> {

	private final Segment root = new Segment();

	/** For those who ask what is here, and for the application's parser of patterns. */
	private final List<RouterFunction<ServerResponse>> routes;

	PathRoutes(Map<String, HandlerFunction<ServerResponse>> handlers) {
		this.routes = handlers.entrySet().stream().map((entry) -> add(entry.getKey(), entry.getValue())).toList();
		this.root.requireNoDoubt();
	}

	private RouterFunction<ServerResponse> add(String pattern, HandlerFunction<ServerResponse> handler) {
		Segment last = this.root;
		for (PathContainer.Element element : PathContainer.parsePath(pattern).elements()) {
			if (element instanceof PathSegment segment) {
				last = last.add(segment.valueToMatch());
			}
		}
		Assert.state(last.handler == null, () -> "Two routes for " + pattern);
		RequestPredicate path = RequestPredicates.path(pattern);
		last.path = path;
		last.handler = handler;
		return RouterFunctions.route(path, handler);
	}

	@Override
	public Mono<HandlerFunction<ServerResponse>> route(ServerRequest request) {
		Segment end = find(request.requestPath(), () -> request);
		return (end != null) ? Mono.justOrEmpty(end.handler) : Mono.empty();
	}

	/**
	 * Tell whether there is a route for an exchange.
	 */
	boolean contains(ServerWebExchange exchange) {
		return find(exchange.getRequest().getPath(),
				() -> ServerRequest.create(new Rehearsal(exchange), List.of())) != null;
	}

	private @Nullable Segment find(RequestPath path, Supplier<ServerRequest> request) {
		Segment last = this.root;
		Segment beside = null;
		for (PathContainer.Element element : path.pathWithinApplication().elements()) {
			if (element instanceof PathSegment segment) {
				beside = last.variable;
				last = last.next(segment.valueToMatch());
				if (last == null) {
					return null;
				}
			}
		}
		if (last.takes(request)) {
			return last;
		}
		return (beside != null && beside != last && beside.takes(request)) ? beside : null;
	}

	@Override
	public void accept(RouterFunctions.Visitor visitor) {
		this.routes.forEach((route) -> route.accept(visitor));
	}

	/**
	 * What can follow a segment: literals or anything, and where there are both, nothing
	 * follows them, so that the way through the tree is never in doubt.
	 */
	private static final class Segment {

		/**
		 * By what they are, in upper or lower case: the application may have the patterns
		 * match in both.
		 */
		private final Map<String, Segment> literals = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

		private @Nullable Segment variable;

		private @Nullable RequestPredicate path;

		private @Nullable HandlerFunction<ServerResponse> handler;

		Segment add(String pattern) {
			if (pattern.startsWith("{")) {
				this.variable = (this.variable != null) ? this.variable : new Segment();
				return this.variable;
			}
			Assert.state(this.variable == null, () -> pattern + " stands after a variable");
			return this.literals.computeIfAbsent(pattern, (absent) -> new Segment());
		}

		/**
		 * Where there are both, the way must end with them.
		 */
		void requireNoDoubt() {
			boolean goesOn = (this.variable != null && !this.variable.isEnd())
					|| !this.literals.values().stream().allMatch(Segment::isEnd);
			Assert.state(this.literals.isEmpty() || this.variable == null || !goesOn,
					() -> this.literals.keySet() + " and what follows them stand beside a variable");
			this.literals.values().forEach(Segment::requireNoDoubt);
			if (this.variable != null) {
				this.variable.requireNoDoubt();
			}
		}

		boolean takes(Supplier<ServerRequest> request) {
			return this.path != null && this.path.test(request.get());
		}

		private boolean isEnd() {
			return this.literals.isEmpty() && this.variable == null;
		}

		@Nullable Segment next(String value) {
			Segment literal = this.literals.get(value);
			return (literal != null) ? literal : this.variable;
		}

	}

}
