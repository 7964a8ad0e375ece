package dev.faroe.login.session;

import dev.faroe.login.FaroeAuthentication;
import reactor.core.publisher.Mono;

import org.springframework.security.web.server.csrf.ServerCsrfTokenRepository;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;

/**
 * Begins and ends the log-ins of Faroe's users in sessions.
 */
public final class FaroeSessions {

	private final ServerCsrfTokenRepository csrfTokens;

	/**
	 * Create an instance.
	 * @param csrfTokens where the tokens against cross-site requests are
	 */
	public FaroeSessions(ServerCsrfTokenRepository csrfTokens) {
		this.csrfTokens = csrfTokens;
	}

	/**
	 * Find the log-in of a request's session, complete or not.
	 * @param exchange the exchange
	 * @return the log-in, or nothing
	 */
	public Mono<FaroeAuthentication> current(ServerWebExchange exchange) {
		return exchange.getSession()
			.flatMap((session) -> Mono.justOrEmpty(LogInInSession.find(session)))
			.map(LogInInSession::authentication)
			.ofType(FaroeAuthentication.class);
	}

	/**
	 * Put a log-in into the session of a request, in the place of any other. The session
	 * gets a new id, and forms get a new token: what somebody else knew of the session
	 * before is worth nothing.
	 * @param exchange the exchange
	 * @param logIn the log-in
	 * @return a completion signal
	 */
	public Mono<Void> begin(ServerWebExchange exchange, FaroeAuthentication logIn) {
		LogInInSession kept = new LogInInSession(logIn, logIn.getPrincipal());
		return this.csrfTokens.saveToken(exchange, null).then(exchange.getSession()).flatMap(kept::beginIn);
	}

	/**
	 * End the session of a request, with all that is in it.
	 * @param exchange the exchange
	 * @return a completion signal
	 */
	public Mono<Void> end(ServerWebExchange exchange) {
		return exchange.getSession().flatMap(WebSession::invalidate);
	}

}
