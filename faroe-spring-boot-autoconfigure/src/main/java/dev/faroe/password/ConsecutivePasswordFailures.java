package dev.faroe.password;

import java.time.Duration;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.account.Accounts;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.ratelimit.Attempt;
import dev.faroe.ratelimit.AttemptCounter;
import dev.faroe.ratelimit.AttemptLimiter;
import dev.faroe.ratelimit.Charge;
import dev.faroe.ratelimit.Limit;
import dev.faroe.ratelimit.Limits;
import dev.faroe.secondfactor.ConsecutiveFailures;
import dev.faroe.security.TokenGenerator;
import dev.faroe.sql.SeparateConnection;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Counts the wrong passwords of a user in a row, in the user's row. The count is settled
 * as soon as the password has been compared, before anything is done with a right one:
 * later, a transaction of the caller could have locked the row.
 */
final class ConsecutivePasswordFailures implements PasswordFailures {

	private final ConsecutiveFailures ofUsers;

	private final Accounts accounts;

	private final SeparateConnection separately;

	private final int maximum;

	private final Limit unknown;

	private final Duration retryAfter;

	private final String absentId = new TokenGenerator().id();

	ConsecutivePasswordFailures(int maximum, Accounts accounts, SeparateConnection separately, Limits limits,
			FaroeEvents events) {
		this.accounts = accounts;
		this.separately = separately;
		this.maximum = maximum;
		this.unknown = limits.unknownUserPasswordFailures(maximum);
		this.retryAfter = limits.userLogin().period();
		this.ofUsers = ConsecutiveFailures.ofPasswords(accounts, separately, maximum, this.retryAfter, events);
	}

	@Override
	public <T> Mono<T> count(String userId, Attempt attempt, Mono<T> comparison) {
		return count(this.ofUsers.of(userId), attempt, comparison);
	}

	@Override
	public <T> Mono<T> countUnknown(String email, Attempt attempt, Mono<T> comparison) {
		return count(new UnknownUserCounter(email), attempt, comparison);
	}

	private static <T> Mono<T> count(AttemptCounter counter, Attempt attempt, Mono<T> comparison) {
		return AttemptLimiter.countingConsecutiveFailures().count(counter).attempt(attempt, comparison);
	}

	/**
	 * Counts in the store of the limits, and runs the statements that there are for a
	 * user, about an id that no user has.
	 */
	private final class UnknownUserCounter implements AttemptCounter {

		private final String email;

		private @Nullable Charge charge;

		UnknownUserCounter(String email) {
			this.email = email;
		}

		@Override
		public Mono<Void> charge() {
			ConsecutivePasswordFailures failures = ConsecutivePasswordFailures.this;
			return failures.separately.run(failures.accounts.chargePasswordFailure(failures.absentId, failures.maximum))
				.then(Mono.defer(() -> failures.unknown.charge(this.email)))
				.onErrorResume((ex) -> isError(ex, FaroeError.TOO_MANY_REQUESTS), (ex) -> refuse())
				.doOnNext((made) -> this.charge = made)
				.then();
		}

		private Mono<Charge> refuse() {
			ConsecutivePasswordFailures failures = ConsecutivePasswordFailures.this;
			return failures.separately.run(failures.accounts.require(failures.absentId))
				.onErrorResume((ex) -> isError(ex, FaroeError.NOT_FOUND), (ex) -> Mono.empty())
				.then(Mono.error(() -> new FaroeException(FaroeError.TOO_MANY_REQUESTS, failures.retryAfter)));
		}

		private static boolean isError(Throwable ex, FaroeError error) {
			return ex instanceof FaroeException failure && failure.error() == error;
		}

		@Override
		public Mono<Void> giveBack() {
			ConsecutivePasswordFailures failures = ConsecutivePasswordFailures.this;
			return failures.separately.run(failures.accounts.giveBackPasswordFailure(failures.absentId))
				.then((this.charge != null) ? this.charge.giveBack() : Mono.empty());
		}

	}

}
