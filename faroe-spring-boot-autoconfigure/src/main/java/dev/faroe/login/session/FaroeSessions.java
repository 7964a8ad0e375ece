package dev.faroe.login.session;

import java.time.Clock;

import dev.faroe.login.FaroeAuthentication;
import dev.faroe.login.FaroeUserDetails;
import dev.faroe.user.User;
import reactor.core.publisher.Mono;

import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRepository;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;

/**
 * Begins and ends the log-ins of Faroe's users in sessions.
 */
public final class FaroeSessions {

	private final ServerCsrfTokenRepository csrfTokens;

	private final Clock clock;

	/**
	 * Create an instance.
	 * @param csrfTokens where the tokens against cross-site requests are
	 * @param clock what tells the time
	 */
	public FaroeSessions(ServerCsrfTokenRepository csrfTokens, Clock clock) {
		this.clock = clock;
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
	 * before is worth nothing. What another user has left in it goes, except for the
	 * request that led to the log-in.
	 * @param exchange the exchange
	 * @param logIn the log-in
	 * @return a completion signal
	 */
	public Mono<Void> begin(ServerWebExchange exchange, FaroeAuthentication logIn) {
		LogInInSession kept = new LogInInSession(logIn, logIn.getPrincipal());
		return this.csrfTokens.saveToken(exchange, null).then(exchange.getSession()).flatMap(kept::beginIn);
	}

	/**
	 * Log a user in who has just proved one thing, as {@link #begin} does. A user who has
	 * a second factor has only begun to log in.
	 * @param exchange the exchange
	 * @param user the user, as a service has just returned it
	 * @param factor what was proved, see {@link dev.faroe.login.Factor}
	 * @return the log-in
	 */
	public Mono<FaroeAuthentication> begin(ServerWebExchange exchange, User user, String factor) {
		return Mono.defer(() -> {
			FaroeAuthentication logIn = FaroeAuthentication.of(new FaroeUserDetails(user),
					FactorGrantedAuthority.withAuthority(factor).issuedAt(this.clock.instant()).build());
			return begin(exchange, logIn).thenReturn(logIn);
		});
	}

	/**
	 * Add a proof to the log-in of a request's session, such as that of a factor that the
	 * user has just added. The session gets a new id.
	 * @param exchange the exchange
	 * @param user who has proved it
	 * @param factor what was proved, see {@link dev.faroe.login.Factor}
	 * @return the log-in, or nothing if the user is not logged in any more in the
	 * session, where somebody else may be by now
	 */
	public Mono<FaroeAuthentication> prove(ServerWebExchange exchange, FaroeUserDetails user, String factor) {
		return current(exchange).filter((logIn) -> logIn.getPrincipal().equals(user))
			.map((logIn) -> logIn
				.with(FactorGrantedAuthority.withAuthority(factor).issuedAt(this.clock.instant()).build()))
			.delayUntil((logIn) -> begin(exchange, logIn));
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
