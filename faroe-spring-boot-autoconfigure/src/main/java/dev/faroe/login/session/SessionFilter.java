package dev.faroe.login.session;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Puts a session that is checked in the place of each. Requests that do not look at
 * theirs cost nothing.
 */
final class SessionFilter implements WebFilter, Ordered {

	/**
	 * The order of the filter: before Spring Security's, which has -100.
	 */
	static final int ORDER = -150;

	private final AccountStates states;

	private final SessionLifetime lifetime;

	SessionFilter(AccountStates states, SessionLifetime lifetime) {
		this.states = states;
		this.lifetime = lifetime;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		CheckedSession session = new CheckedSession(this.states, this.lifetime, exchange);
		return chain.filter(session.decorate(exchange)).contextWrite(session::putInto);
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
