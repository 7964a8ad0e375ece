package dev.faroe.login.session;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.faroe.account.OwnSession;
import dev.faroe.accountstate.AccountState;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
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
		this.session = exchange.getSession()
			.map(CheckedWebSession::new)
			.doOnNext((session) -> session.hideFrom(exchange.getResponse()))
			.cast(WebSession.class)
			.delayUntil(this::check)
			.cache();
	}

	private Mono<Void> check(WebSession session) {
		LogInInSession logIn = LogInInSession.find(session);
		if (logIn == null) {
			return Mono.empty();
		}
		if (this.lifetime.isOver(logIn.begunAt(session))) {
			return LogInInSession.end(session);
		}
		return this.states.ofSession(logIn.user()).doOnNext((current) -> {
			this.state = current;
			this.since.add(current.sessionsSince().toEpochMilli());
			this.userId = current.userId();
			if (!logIn.knows(current)) {
				logIn.with(current).putInto(session);
			}
		}).hasElement().flatMap((counts) -> counts ? Mono.empty() : LogInInSession.end(session));
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

	@Override
	public Context putInto(Context context) {
		return OwnSession.super.putInto(context).put(CheckedSession.class, this);
	}

	static @Nullable CheckedSession in(ContextView context) {
		return context.getOrDefault(CheckedSession.class, null);
	}

}
