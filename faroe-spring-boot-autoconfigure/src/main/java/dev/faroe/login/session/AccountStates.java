package dev.faroe.login.session;

import java.io.Serial;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.accountstate.AccountState;
import dev.faroe.accountstate.AccountStateService;
import dev.faroe.login.FaroeUserDetails;
import org.jspecify.annotations.Nullable;
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

	private final LongSupplier nanoTime;

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
	 * @param nanoTime what measures it, whatever the clock is set to
	 * @param interval how long an answer is remembered; with 0, not at all
	 * @param maxRemembered the greatest number of users whose answers are
	 */
	AccountStates(AccountStateService states, StateBatches batches, Clock clock, LongSupplier nanoTime,
			Duration interval, int maxRemembered) {
		this.states = states;
		this.batches = batches;
		this.clock = clock;
		this.nanoTime = nanoTime;
		this.interval = interval;
		this.remembered = new BoundedMap(maxRemembered);
	}

	/**
	 * Find the state of a user in whose session a request is made.
	 * @return the state, nothing if the session does not count any more, or an error
	 * signal for 503: a session about which nothing can be found out must not go on
	 */
	Mono<AccountState> ofSession(FaroeUserDetails user) {
		return Mono.defer(() -> {
			AccountState remembered = recall(user);
			return (remembered != null) ? Mono.just(remembered)
					: find(user.getUserId()).filter((state) -> counts(user, state));
		});
	}

	private static boolean counts(FaroeUserDetails user, AccountState state) {
		return !state.disabled() && state.sessionsSince().equals(user.getSessionsSince());
	}

	/**
	 * Do as {@link #ofSession}, but ask nobody.
	 * @return the state, or {@code null} if it is not remembered that the session counts
	 */
	@Nullable AccountState recall(FaroeUserDetails user) {
		if (this.interval.isZero()) {
			return null;
		}
		Remembered answer;
		synchronized (this.remembered) {
			answer = this.remembered.get(user.getUserId());
		}
		return (answer != null && isFresh(answer) && counts(user, answer.state())) ? answer.state() : null;
	}

	private boolean isFresh(Remembered answer) {
		return this.clock.instant().isBefore(answer.asked().plus(this.interval))
				&& this.nanoTime.getAsLong() - answer.askedNanos() < this.interval.toNanos();
	}

	private Mono<AccountState> find(String userId) {
		return ask(userId).onErrorResume(FaroeException.class, (ex) -> (ex.error() == FaroeError.NOT_FOUND)
				? Mono.empty() : Mono.error(new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, null, ex)));
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
	 * Who holds a connection must not wait for another one. What a transaction sees can
	 * be older than the question, and be rolled back: others must not go on with it.
	 */
	private Mono<AccountState> askDatabase(String userId) {
		return TransactionContextManager.currentContext()
			.hasElement()
			.onErrorReturn(NoTransactionException.class, false)
			.flatMap((holds) -> holds ? this.states.get(userId) : askForAll(userId));
	}

	private Mono<AccountState> askForAll(String userId) {
		return Mono.defer(() -> {
			long asked = this.generation.get();
			Instant time = this.clock.instant();
			long nanos = this.nanoTime.getAsLong();
			return this.batches.find(userId).doOnNext((state) -> remember(new Remembered(state, time, nanos), asked));
		});
	}

	private void remember(Remembered answer, long asked) {
		if (!this.interval.isZero()) {
			synchronized (this.remembered) {
				if (this.generation.get() != asked) {
					return;
				}
				this.remembered.put(answer.state().userId(), answer);
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

	/**
	 * An answer, with the time of its question, which nothing can have changed before.
	 */
	private record Remembered(AccountState state, Instant asked, long askedNanos) {
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
