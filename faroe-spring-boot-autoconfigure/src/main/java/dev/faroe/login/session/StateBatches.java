package dev.faroe.login.session;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.accountstate.AccountState;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Asks the database for the states of many users at once: while one statement is on its
 * way, what is asked for waits for the next. So every answer is from after its question,
 * and a busy application asks much less often than it has requests.
 */
final class StateBatches {

	/**
	 * A statement that takes longer keeps nobody else waiting: its connection may be
	 * dead.
	 */
	private static final Duration TURN = Duration.ofMillis(50);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final Function<Collection<String>, Flux<AccountState>> database;

	private final int maxAtOnce;

	private final int maxWaiting;

	private final Duration timeout;

	private final Scheduler scheduler;

	private final Map<String, Sinks.One<AccountState>> waiting = new LinkedHashMap<>();

	private @Nullable Turn turn;

	/**
	 * Create an instance.
	 * @param database finds the states of users, of those that exist
	 * @param maxAtOnce the greatest number of users that it finds at once
	 * @param maxWaiting the greatest number of users whose states wait to be asked for
	 * @param timeout how long the database may take
	 * @param scheduler where answers are received
	 */
	StateBatches(Function<Collection<String>, Flux<AccountState>> database, int maxAtOnce, int maxWaiting,
			Duration timeout, Scheduler scheduler) {
		this.database = database;
		this.maxAtOnce = maxAtOnce;
		this.maxWaiting = maxWaiting;
		this.timeout = timeout;
		this.scheduler = scheduler;
	}

	/**
	 * Find the state of a user.
	 * @return the state, nothing if there is no such user, or an error signal, with
	 * {@link FaroeError#SERVICE_UNAVAILABLE} if too many wait
	 */
	Mono<AccountState> find(String userId) {
		return Mono.defer(() -> {
			Sinks.One<AccountState> answer = ask(userId);
			if (answer == null) {
				return Mono.error(unavailable());
			}
			next(null);
			return answer.asMono();
		});
	}

	/**
	 * Find the state of a user with the next statement, which is sent when somebody asks.
	 * With half of all places taken, do nothing: they are for those who do.
	 * @param answer takes the state, if there is one
	 */
	void findAlong(String userId, Consumer<AccountState> answer) {
		Sinks.One<AccountState> asked = askAlong(userId);
		if (asked != null) {
			asked.asMono().onErrorComplete().subscribe(answer);
		}
	}

	private synchronized Sinks.@Nullable One<AccountState> askAlong(String userId) {
		return (this.waiting.size() < this.maxWaiting / 2) ? ask(userId) : null;
	}

	private static FaroeException unavailable() {
		return new FaroeException(FaroeError.SERVICE_UNAVAILABLE, RETRY_AFTER);
	}

	private synchronized Sinks.@Nullable One<AccountState> ask(String userId) {
		Sinks.One<AccountState> asked = this.waiting.get(userId);
		if (asked == null && this.waiting.size() < this.maxWaiting) {
			asked = Sinks.one();
			this.waiting.put(userId, asked);
		}
		return asked;
	}

	/**
	 * Send the next statement unless one is on its way. A database within the process
	 * answers at once: then the loop goes on, so that no call is within another.
	 */
	private void next(@Nullable Turn ended) {
		Turn turn = takeTurn(ended);
		while (turn != null && turn.begin()) {
			turn = takeTurn(turn);
		}
	}

	private synchronized @Nullable Turn takeTurn(@Nullable Turn ended) {
		if (this.turn != ended) {
			return null;
		}
		this.turn = null;
		if (!this.waiting.isEmpty()) {
			this.turn = new Turn(takeWaiting());
		}
		return this.turn;
	}

	private Map<String, Sinks.One<AccountState>> takeWaiting() {
		Map<String, Sinks.One<AccountState>> taken = new LinkedHashMap<>();
		Iterator<Map.Entry<String, Sinks.One<AccountState>>> eldest = this.waiting.entrySet().iterator();
		while (eldest.hasNext() && taken.size() < this.maxAtOnce) {
			Map.Entry<String, Sinks.One<AccountState>> question = eldest.next();
			taken.put(question.getKey(), question.getValue());
			eldest.remove();
		}
		return taken;
	}

	/**
	 * One statement.
	 */
	private final class Turn {

		private final Map<String, Sinks.One<AccountState>> answers;

		/** Set by whoever comes first: the end of the statement, or of what began it. */
		private final AtomicBoolean begunOrEnded = new AtomicBoolean();

		Turn(Map<String, Sinks.One<AccountState>> answers) {
			this.answers = answers;
		}

		/**
		 * Send the statement.
		 * @return whether it has ended already
		 */
		boolean begin() {
			Disposable patience = StateBatches.this.scheduler.schedule(() -> next(this), TURN.toMillis(),
					TimeUnit.MILLISECONDS);
			StateBatches.this.database.apply(List.copyOf(this.answers.keySet()))
				.timeout(StateBatches.this.timeout, Flux.error(StateBatches::unavailable), StateBatches.this.scheduler)
				.collectList()
				.doFinally((signal) -> {
					patience.dispose();
					end();
				})
				.subscribe(this::answer, this::fail);
			return !this.begunOrEnded.compareAndSet(false, true);
		}

		private void end() {
			if (!this.begunOrEnded.compareAndSet(false, true)) {
				next(this);
			}
		}

		private void answer(List<AccountState> states) {
			for (AccountState state : states) {
				this.answers.remove(state.userId()).tryEmitValue(state);
			}
			this.answers.values().forEach(Sinks.One::tryEmitEmpty);
		}

		private void fail(Throwable ex) {
			this.answers.values().forEach((answer) -> answer.tryEmitError(ex));
		}

	}

}
