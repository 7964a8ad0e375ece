package dev.faroe.login.session;

import java.io.Serial;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.accountstate.AccountState;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.login.FaroeUserDetails;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionContextManager;
import org.springframework.web.server.ResponseStatusException;

/**
 * Finds out whether a session of a user counts. A remembered answer can only say yes: a
 * session that has gone on after a change is newer than what is remembered.
 */
final class AccountStates {

	private final AccountStateService states;

	private final Clock clock;

	private final Duration interval;

	private final StateBatches batches;

	private final Map<String, Remembered> remembered;

	/** Counts what was forgotten: an answer from before must not be remembered then. */
	private final AtomicLong generation = new AtomicLong();

	/**
	 * Create an instance.
	 * @param states the states of users
	 * @param batches what asks for them
	 * @param clock what tells the time
	 * @param interval how long an answer is remembered; with 0, not at all
	 * @param maxRemembered the greatest number of users whose answers are
	 */
	AccountStates(AccountStateService states, StateBatches batches, Clock clock, Duration interval, int maxRemembered) {
		this.states = states;
		this.batches = batches;
		this.clock = clock;
		this.interval = interval;
		this.remembered = new BoundedMap(maxRemembered);
	}

	/**
	 * Find the state of a user in whose session a request is made.
	 * @return the state, nothing if the session does not count any more, or an error
	 * signal for 503: a session about which nothing can be found out must not go on
	 */
	Mono<AccountState> ofSession(FaroeUserDetails user) {
		return Mono.defer(() -> Mono.justOrEmpty(recall(user.getUserId())).filter((state) -> counts(user, state)))
			.switchIfEmpty(Mono.defer(() -> find(user.getUserId()).filter((state) -> counts(user, state))));
	}

	private static boolean counts(FaroeUserDetails user, AccountState state) {
		return !state.disabled() && state.sessionsSince().equals(user.getSessionsSince());
	}

	private Optional<AccountState> recall(String userId) {
		if (this.interval.isZero()) {
			return Optional.empty();
		}
		synchronized (this.remembered) {
			return Optional.ofNullable(this.remembered.get(userId))
				.filter((answer) -> this.clock.instant().isBefore(answer.until()))
				.map(Remembered::state);
		}
	}

	private Mono<AccountState> find(String userId) {
		long asked = this.generation.get();
		return ask(userId).doOnNext((state) -> remember(state, asked))
			.onErrorResume(FaroeException.class, (ex) -> (ex.error() == FaroeError.NOT_FOUND) ? Mono.empty()
					: Mono.error(new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, null, ex)));
	}

	/**
	 * The context of a request may know the state already, as in tests of applications.
	 */
	private Mono<AccountState> ask(String userId) {
		return Mono.deferContextual((context) -> {
			AccountState known = context.getOrDefault(AccountState.class, null);
			return (known != null && known.userId().equals(userId)) ? Mono.just(known) : askDatabase(userId);
		});
	}

	/**
	 * Who holds a connection must not wait for another one.
	 */
	private Mono<AccountState> askDatabase(String userId) {
		return TransactionContextManager.currentContext()
			.hasElement()
			.onErrorReturn(NoTransactionException.class, false)
			.flatMap((holds) -> holds ? this.states.get(userId) : this.batches.find(userId));
	}

	private void remember(AccountState state, long asked) {
		if (!this.interval.isZero()) {
			synchronized (this.remembered) {
				if (this.generation.get() != asked) {
					return;
				}
				this.remembered.put(state.userId(), new Remembered(state, this.clock.instant().plus(this.interval)));
			}
		}
	}

	/**
	 * Forget what is remembered about a user whose sessions this instance has ended.
	 */
	void forget(String userId) {
		synchronized (this.remembered) {
			this.generation.incrementAndGet();
			this.remembered.remove(userId);
		}
	}

	private record Remembered(AccountState state, Instant until) {
	}

	/**
	 * The users who were asked about the longest ago are forgotten first.
	 */
	private static final class BoundedMap extends LinkedHashMap<String, Remembered> {

		@Serial
		private static final long serialVersionUID = 1L;

		private final int maximum;

		BoundedMap(int maximum) {
			super(16, 0.75f, true);
			this.maximum = maximum;
		}

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
			return size() > this.maximum;
		}

	}

}
