package dev.faroe.sample.pages;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.session.InMemoryWebSessionStore;

/**
 * Says that the server is busy when there are as many sessions in memory as there may be.
 * Otherwise a redirect fails where nothing answers errors any more, with a stack trace in
 * the log for each request: a stranger with many addresses could fill the log.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class FullSessionStore implements WebFilter {

	private static final String RETRY_AFTER_SECONDS = "60";

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		if (HttpMethod.GET.equals(exchange.getRequest().getMethod())) {
			// No page begins a session.
			return chain.filter(exchange);
		}
		return chain.filter(exchange)
			.then(Mono.defer(() -> exchange.getResponse().setComplete()))
			.onErrorMap(FullSessionStore::isFull, (ex) -> busy(exchange.getResponse()));
	}

	private static ResponseStatusException busy(ServerHttpResponse response) {
		response.getCookies().clear();
		response.getHeaders().remove(HttpHeaders.LOCATION);
		response.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
		return new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "There are too many sessions");
	}

	/**
	 * The exception has no type of its own, and a session that has ended signals one,
	 * too.
	 */
	private static boolean isFull(Throwable ex) {
		return ex instanceof IllegalStateException && ex.getStackTrace().length > 0 && isLimit(ex.getStackTrace()[0]);
	}

	private static boolean isLimit(StackTraceElement thrower) {
		return thrower.getClassName().startsWith(InMemoryWebSessionStore.class.getName())
				&& thrower.getMethodName().equals("checkMaxSessionsLimit");
	}

}
