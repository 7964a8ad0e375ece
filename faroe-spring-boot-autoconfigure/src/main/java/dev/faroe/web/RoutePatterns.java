package dev.faroe.web;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import reactor.core.publisher.Mono;

import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Collects the patterns of a router function. What only its own code can tell, such as a
 * negation or a lambda, is left out: it takes nothing that could be named.
 */
// The two visitors have a method of the same name.
@SuppressWarnings("overloads")
final class RoutePatterns implements RouterFunctions.Visitor, RequestPredicates.Visitor {

	private final Set<RoutePattern> patterns = new HashSet<>();

	private final Deque<Set<RoutePattern>> nests = new ArrayDeque<>(List.of(Set.of(RoutePattern.ANY)));

	private final Deque<Set<RoutePattern>> terms = new ArrayDeque<>();

	private RoutePatterns() {
	}

	static Collection<RoutePattern> of(RouterFunction<?> function) {
		RoutePatterns visitor = new RoutePatterns();
		function.accept(visitor);
		return visitor.patterns;
	}

	private Set<RoutePattern> evaluate(RequestPredicate predicate) {
		predicate.accept(this);
		return both(this.nests.element(), this.terms.pop());
	}

	private static Set<RoutePattern> both(Set<RoutePattern> first, Set<RoutePattern> second) {
		Set<RoutePattern> both = new HashSet<>();
		first.forEach((left) -> second.forEach((right) -> both.addAll(left.with(right))));
		return both;
	}

	@Override
	public void startNested(RequestPredicate predicate) {
		this.nests.push(evaluate(predicate));
	}

	@Override
	public void endNested(RequestPredicate predicate) {
		this.nests.pop();
	}

	@Override
	public void route(RequestPredicate predicate, HandlerFunction<?> handlerFunction) {
		this.patterns.addAll(evaluate(predicate));
	}

	@Override
	public void resources(Function<ServerRequest, Mono<Resource>> lookupFunction) {
	}

	@Override
	public void attributes(Map<String, Object> attributes) {
	}

	@Override
	public void unknown(RouterFunction<?> routerFunction) {
	}

	@Override
	public void method(Set<HttpMethod> methods) {
		this.terms.push(Set.of(new RoutePattern(methods, "")));
	}

	@Override
	public void path(String pattern) {
		this.terms.push(Set.of(new RoutePattern(Set.of(), pattern)));
	}

	@Override
	@SuppressWarnings("removal")
	public void pathExtension(String extension) {
		this.terms.push(Set.of());
	}

	@Override
	public void header(String name, String value) {
		this.terms.push(Set.of(RoutePattern.ANY));
	}

	@Override
	public void queryParam(String name, String value) {
		this.terms.push(Set.of(RoutePattern.ANY));
	}

	@Override
	public void version(String version) {
		this.terms.push(Set.of(RoutePattern.ANY));
	}

	@Override
	public void startAnd() {
	}

	@Override
	public void and() {
	}

	@Override
	public void endAnd() {
		Set<RoutePattern> right = this.terms.pop();
		this.terms.push(both(this.terms.pop(), right));
	}

	@Override
	public void startOr() {
	}

	@Override
	public void or() {
	}

	@Override
	public void endOr() {
		Set<RoutePattern> either = new HashSet<>(this.terms.pop());
		either.addAll(this.terms.pop());
		this.terms.push(either);
	}

	@Override
	public void startNegate() {
	}

	@Override
	public void endNegate() {
		this.terms.pop();
		this.terms.push(Set.of());
	}

	@Override
	public void unknown(RequestPredicate predicate) {
		this.terms.push(Set.of());
	}

}
