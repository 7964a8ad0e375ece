package dev.faroe.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;

/**
 * Warns at the start of routes of the application and of Faroe's that get in each other's
 * way: one of them is never reached. That is no reason not to start, because an
 * application may mean to answer an endpoint itself, and neither opens a door: whichever
 * comes first, has its own protection.
 */
final class RouteCollisions implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(RouteCollisions.class);

	private final FaroeRoutes routes;

	private final ListableBeanFactory beans;

	private final String routerFunction;

	RouteCollisions(FaroeRoutes routes, ListableBeanFactory beans, String routerFunction) {
		this.routes = routes;
		this.beans = beans;
		this.routerFunction = routerFunction;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<String> collisions = new ArrayList<>();
		collisions.addAll(withRouterFunctions());
		collisions.addAll(withControllers());
		if (!collisions.isEmpty()) {
			logger.warn("Routes of the application and of Faroe's REST API collide. Set faroe.rest.base-path to move"
					+ " Faroe's, or faroe.rest.exclude to leave a group of them out. " + String.join("; ", collisions));
		}
	}

	private List<String> withRouterFunctions() {
		List<String> collisions = new ArrayList<>();
		Map<Object, String> names = new IdentityHashMap<>();
		this.beans.getBeansOfType(RouterFunction.class).forEach((name, function) -> names.put(function, name));
		boolean first = true;
		for (RouterFunction<?> function : this.beans.getBeanProvider(RouterFunction.class).orderedStream().toList()) {
			String name = names.getOrDefault(function, "of a parent context");
			if (name.equals(this.routerFunction)) {
				first = false;
			}
			else {
				collisions.addAll(collisions("router function " + name, RoutePatterns.of(function), first));
			}
		}
		return collisions;
	}

	private List<String> withControllers() {
		List<String> collisions = new ArrayList<>();
		int order = this.beans.getBean("routerFunctionMapping", RouterFunctionMapping.class).getOrder();
		for (RequestMappingInfoHandlerMapping mapping : this.beans
			.getBeansOfType(RequestMappingInfoHandlerMapping.class)
			.values()) {
			mapping.getHandlerMethods()
				.forEach((info, method) -> collisions
					.addAll(collisions(method.toString(), RoutePatterns.of(info), mapping.getOrder() < order)));
		}
		return collisions;
	}

	private List<String> collisions(String application, Collection<RoutePattern> patterns, boolean first) {
		List<String> collisions = new ArrayList<>();
		for (RoutePattern pattern : patterns) {
			String endpoints = endpoints(
					(endpoint, path) -> first ? pattern.sharesMethodWith(endpoint.method()) && pattern.covers(path)
							: new RoutePattern(Set.of(), path).covers(pattern.path()));
			if (!endpoints.isEmpty()) {
				collisions.add(first ? "%s answers %s instead of Faroe".formatted(application, endpoints)
						: "Faroe answers %s, so that %s is never asked for %s".formatted(endpoints, application,
								pattern.path()));
			}
		}
		return collisions;
	}

	private String endpoints(BiPredicate<Endpoint, String> condition) {
		return this.routes.endpoints()
			.stream()
			.filter((endpoint) -> condition.test(endpoint, this.routes.basePath() + endpoint.path()))
			.map((endpoint) -> endpoint.method() + " " + this.routes.basePath() + endpoint.path())
			.collect(Collectors.joining(", "));
	}

}
