package dev.faroe.totp;

import java.time.Duration;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.event.FaroeEvents;
import dev.faroe.event.LockedOutEvent;
import dev.faroe.ratelimit.AttemptCounter;
import dev.faroe.sql.SeparateConnection;
import dev.faroe.user.UserService;
import reactor.core.publisher.Mono;

/**
 * Counts the wrong codes of a user in a row, for as long as it takes and whatever becomes
 * of a transaction of the caller: a limit in a time alone lets guesses add up over the
 * years (NIST SP 800-63B-4, 3.2.2).
 */
final class ConsecutiveFailures {

	private final TotpCredentialRepository credentials;

	private final UserService users;

	private final SeparateConnection separately;

	private final int maximum;

	private final Duration retryAfter;

	private final FaroeEvents events;

	ConsecutiveFailures(TotpCredentialRepository credentials, UserService users, SeparateConnection separately,
			int maximum, Duration retryAfter, FaroeEvents events) {
		this.credentials = credentials;
		this.users = users;
		this.separately = separately;
		this.maximum = maximum;
		this.retryAfter = retryAfter;
		this.events = events;
	}

	AttemptCounter of(String userId) {
		return new Counter(userId);
	}

	private Mono<Void> charge(String userId) {
		return this.separately.run(this.credentials.chargeFailure(userId, this.maximum))
			.filter((rows) -> rows > 0)
			.switchIfEmpty(Mono.defer(() -> this.separately.run(this.users.require(userId))
				.onErrorResume(ConsecutiveFailures::isNotFound,
						(ex) -> this.users.require(userId).then(SeparateConnection.notCommitted()))
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
			this.events.publishNow((time) -> new LockedOutEvent(userId, LockedOutEvent.TOTP_FAILURES, time));
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
			return failures.separately.run(failures.credentials.giveBackFailure(this.userId)).then();
		}

		@Override
		public Mono<Void> succeed() {
			ConsecutiveFailures failures = ConsecutiveFailures.this;
			return failures.separately.run(failures.credentials.clearFailures(this.userId)).then();
		}

	}

}
