package dev.faroe.secondfactor;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.Accounts;
import dev.faroe.event.LockedOutEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.ratelimit.AttemptCounter;
import dev.faroe.sql.SeparateConnection;
import reactor.core.publisher.Mono;

/**
 * Counts the wrong codes, or the wrong passwords, of a user in a row, for as long as it
 * takes and whatever becomes of a transaction of the caller: a limit in a time alone lets
 * guesses add up over the years (NIST SP 800-63B-4, 3.2.2).
 */
public final class ConsecutiveFailures {

	private final Accounts accounts;

	private final SeparateConnection separately;

	private final int maximum;

	private final Duration retryAfter;

	private final FaroeEvents events;

	private final Count count;

	/**
	 * Create an instance that counts wrong codes of second factors.
	 * @param accounts where the failures of users are counted
	 * @param separately what runs statements that count attempts
	 * @param maximum the greatest number of failures in a row, at least 1
	 * @param retryAfter what clients are told to wait, although no time helps
	 * @param events what publishes events
	 */
	public ConsecutiveFailures(Accounts accounts, SeparateConnection separately, int maximum, Duration retryAfter,
			FaroeEvents events) {
		this(accounts, separately, maximum, retryAfter, events, new Count(LockedOutEvent.TOTP_FAILURES,
				accounts::chargeFactorFailure, accounts::giveBackFactorFailure, accounts::clearFactorFailures));
	}

	private ConsecutiveFailures(Accounts accounts, SeparateConnection separately, int maximum, Duration retryAfter,
			FaroeEvents events, Count count) {
		this.accounts = accounts;
		this.separately = separately;
		this.maximum = maximum;
		this.retryAfter = retryAfter;
		this.events = events;
		this.count = count;
	}

	/**
	 * Create an instance that counts wrong passwords.
	 * @param accounts where the failures of users are counted
	 * @param separately what runs statements that count attempts
	 * @param maximum the greatest number of failures in a row, at least 1
	 * @param retryAfter what clients are told to wait, although no time helps
	 * @param events what publishes events
	 * @return the instance
	 */
	public static ConsecutiveFailures ofPasswords(Accounts accounts, SeparateConnection separately, int maximum,
			Duration retryAfter, FaroeEvents events) {
		return new ConsecutiveFailures(accounts, separately, maximum, retryAfter, events,
				new Count(LockedOutEvent.PASSWORD_FAILURES, accounts::chargePasswordFailure,
						accounts::giveBackPasswordFailure, accounts::clearPasswordFailures));
	}

	/**
	 * Count the attempts of a user.
	 * @param userId the user's id
	 * @return what counts them
	 */
	public AttemptCounter of(String userId) {
		return new Counter(userId);
	}

	private Mono<Void> charge(String userId) {
		return this.separately.run(this.count.charge().apply(userId, this.maximum))
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.defer(() -> this.separately.run(this.accounts.require(userId))
				.onErrorResume(ConsecutiveFailures::isNotFound,
						(ex) -> this.accounts.require(userId).then(SeparateConnection.notCommitted()))
				.then(refuse(userId))))
			.then();
	}

	private static boolean isNotFound(Throwable ex) {
		return ex instanceof FaroeException failure && failure.error() == FaroeError.NOT_FOUND;
	}

	/**
	 * No time brings the attempts back. Clients are told to wait as they are by the limit
	 * in a time, so that they do not try again and again.
	 */
	private <T> Mono<T> refuse(String userId) {
		return Mono.defer(() -> {
			this.events.publishNow((time) -> new LockedOutEvent(userId, this.count.limit(), time));
			return Mono.error(new FaroeException(FaroeError.TOO_MANY_REQUESTS, this.retryAfter));
		});
	}

	private final class Counter implements AttemptCounter {

		private final String userId;

		Counter(String userId) {
			this.userId = userId;
		}

		@Override
		public Mono<Void> charge() {
			return ConsecutiveFailures.this.charge(this.userId);
		}

		@Override
		public Mono<Void> giveBack() {
			ConsecutiveFailures failures = ConsecutiveFailures.this;
			return failures.separately.run(failures.count.giveBack().apply(this.userId));
		}

		@Override
		public Mono<Void> succeed() {
			ConsecutiveFailures failures = ConsecutiveFailures.this;
			return failures.separately.run(failures.count.clear().apply(this.userId));
		}

	}

	/**
	 * The statements of one count.
	 *
	 * @param limit the name that events have for it
	 * @param charge charges a failure, unless there are as many as there may be
	 * @param giveBack takes a charge back
	 * @param clear forgets all failures
	 */
	private record Count(String limit, BiFunction<String, Integer, Mono<Boolean>> charge,
			Function<String, Mono<Void>> giveBack, Function<String, Mono<Void>> clear) {
	}

}
