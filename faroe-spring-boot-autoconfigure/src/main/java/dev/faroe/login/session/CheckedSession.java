package dev.faroe.login.session;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.faroe.account.OwnSession;
import dev.faroe.accountstate.AccountState;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebSession;

/**
 * The session of one request: nobody gets to see it before it has been checked. A request
 * that does not look at its session costs nothing.
 */
final class CheckedSession implements OwnSession {

	private final AccountStates states;

	private final SessionLifetime lifetime;

	private final Mono<WebSession> session;

	private volatile @Nullable AccountState state;

	/** When the session counts from, as it was checked and as it has changed itself. */
	private final Set<Long> since = ConcurrentHashMap.newKeySet();

	private volatile @Nullable String userId;

	CheckedSession(AccountStates states, SessionLifetime lifetime, ServerWebExchange exchange) {
		this.states = states;
		this.lifetime = lifetime;
		this.session = exchange.getSession().flatMap((session) -> {
			CheckedWebSession checked = new CheckedWebSession(session);
			checked.hideFrom(exchange.getResponse());
			return check(checked);
		}).cache();
	}

	private Mono<WebSession> check(WebSession session) {
		LogInInSession logIn = LogInInSession.find(session);
		if (logIn == null) {
			return Mono.just(session);
		}
		Mono<WebSession> ended = Mono.defer(() -> LogInInSession.end(session).thenReturn(session));
		if (this.lifetime.isOver(logIn.begunAt(session))) {
			return ended;
		}
		AccountState remembered = this.states.recall(logIn.user());
		if (remembered != null) {
			return Mono.just(goOn(session, logIn, remembered));
		}
		return this.states.ofSession(logIn.user()).map((current) -> goOn(session, logIn, current)).switchIfEmpty(ended);
	}

	private WebSession goOn(WebSession session, LogInInSession logIn, AccountState current) {
		this.state = current;
		this.since.add(current.sessionsSince().toEpochMilli());
		this.userId = current.userId();
		if (!logIn.knows(current)) {
			logIn.with(current).putInto(session);
		}
		return session;
	}

	/**
	 * Return what was found out about the user of the session.
	 * @return the state, or {@code null} if nobody has looked at the session, or nobody
	 * is logged in
	 */
	@Nullable AccountState state() {
		return this.state;
	}

	@Override
	public boolean allows(String userId, long before, long since) {
		if (!userId.equals(this.userId)) {
			return true;
		}
		if (!this.since.contains(before)) {
			return false;
		}
		this.since.add(since);
		return true;
	}

	@Override
	public Mono<Void> goOn(String userId, long before, long since) {
		return this.session.flatMap((current) -> {
			this.states.forget(userId);
			LogInInSession logIn = LogInInSession.find(current);
			if (logIn == null || !logIn.user().getUserId().equals(userId)
					|| logIn.user().getSessionsSince().toEpochMilli() != before) {
				return Mono.empty();
			}
			this.state = null;
			return logIn.since(Instant.ofEpochMilli(since)).beginIn(current).then(Mono.defer(current::save));
		});
	}

	/**
	 * Return the exchange with the session in it.
	 */
	ServerWebExchange decorate(ServerWebExchange exchange) {
		return new ServerWebExchangeDecorator(exchange) {

			@Override
			public Mono<WebSession> getSession() {
				return CheckedSession.this.session;
			}

		};
	}

	static @Nullable CheckedSession in(ContextView context) {
		return (OwnSession.in(context) instanceof CheckedSession session) ? session : null;
	}

}
