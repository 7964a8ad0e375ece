package dev.faroe.web;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import reactor.core.publisher.Mono;

import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;

/**
 * Collects the patterns of a router function. What only its own code can tell, such as a
 * negation or a lambda, has no name: it is left out, or stands for anything.
 */
// The two visitors have a method of the same name.
@SuppressWarnings("overloads")
final class RoutePatterns implements RouterFunctions.Visitor, RequestPredicates.Visitor {

	/** What is said of that which has no name. */
	private final Set<RoutePattern> unnamed;

	private final Predicate<HandlerFunction<?>> end;

	private boolean ended;

	private final Set<RoutePattern> patterns = new HashSet<>();

	private final Deque<Set<RoutePattern>> nests = new ArrayDeque<>(List.of(Set.of(RoutePattern.ANY)));

	private final Deque<Set<RoutePattern>> terms = new ArrayDeque<>();

	private RoutePatterns(Set<RoutePattern> unnamed, Predicate<HandlerFunction<?>> end) {
		this.unnamed = unnamed;
		this.end = end;
	}

	static Collection<RoutePattern> of(RouterFunction<?> function) {
		RoutePatterns visitor = new RoutePatterns(Set.of(), (handler) -> false);
		function.accept(visitor);
		return visitor.patterns;
	}

	static Collection<RoutePattern> of(RequestMappingInfo info) {
		Set<HttpMethod> methods = info.getMethodsCondition()
			.getMethods()
			.stream()
			.map(RequestMethod::asHttpMethod)
			.collect(Collectors.toSet());
		return info.getPatternsCondition()
			.getPatterns()
			.stream()
			.map((pattern) -> new RoutePattern(methods, pattern.getPatternString()))
			.collect(Collectors.toSet());
	}

	/**
	 * Return what is asked before the first handler of a kind. What has no name stands
	 * for anything.
	 * @param handler tells the kind
	 * @param mappings the mappings, in their order
	 * @return the patterns; with {@link RoutePattern#ANY} if there is no such handler, or
	 * only one within another route
	 */
	static Collection<RoutePattern> before(Predicate<HandlerFunction<?>> handler, List<HandlerMapping> mappings) {
		RoutePatterns visitor = new RoutePatterns(Set.of(RoutePattern.ANY), handler);
		for (HandlerMapping mapping : mappings) {
			if (mapping.getClass() == RouterFunctionMapping.class) {
				RouterFunction<?> function = ((RouterFunctionMapping) mapping).getRouterFunction();
				if (function != null) {
					function.accept(visitor);
				}
			}
			else if (mapping instanceof RequestMappingInfoHandlerMapping endpoints && isOfBoot(mapping)) {
				endpoints.getHandlerMethods().keySet().forEach((info) -> visitor.add(of(info)));
			}
			else {
				visitor.add(visitor.unnamed);
			}
		}
		visitor.add(visitor.unnamed);
		return visitor.patterns;
	}

	/**
	 * Tell whether the mapping is the actuator's, to which nothing is added later.
	 */
	private static boolean isOfBoot(HandlerMapping mapping) {
		return mapping.getClass().getName().startsWith("org.springframework.boot.");
	}

	private void add(Collection<RoutePattern> patterns) {
		if (!this.ended) {
			this.patterns.addAll(patterns);
		}
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
		if (this.nests.size() == 1 && this.end.test(handlerFunction)) {
			this.ended = true;
		}
		add(evaluate(predicate));
	}

	@Override
	public void resources(Function<ServerRequest, Mono<Resource>> lookupFunction) {
		add(both(this.nests.element(), this.unnamed));
	}

	@Override
	public void attributes(Map<String, Object> attributes) {
	}

	@Override
	public void unknown(RouterFunction<?> routerFunction) {
		add(both(this.nests.element(), this.unnamed));
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
		this.terms.push(this.unnamed);
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
		this.terms.push(this.unnamed);
	}

	/**
	 * Code may take the beginning of the path away from the routes in it.
	 */
	@Override
	public void unknown(RequestPredicate predicate) {
		this.terms.push(both(this.unnamed, Set.of(RoutePattern.ANYWHERE)));
	}

}
