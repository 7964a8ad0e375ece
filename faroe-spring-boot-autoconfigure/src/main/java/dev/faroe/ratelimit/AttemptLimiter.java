package dev.faroe.ratelimit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Puts attempts under limits that count only some of their outcomes. Every limit is
 * charged before the attempt is made, so that simultaneous attempts cannot exceed it.
 * <p>
 * Where failures count, as with attempts at a secret, a charge stays when the secret was
 * wrong, and when nobody waited for the answer; it is settled when the secret was right,
 * and given back when it was never looked at. Where successes count, it stays unless the
 * attempt failed.
 */
public final class AttemptLimiter {

	private final RateLimiter rateLimiter;

	private final Set<FaroeError> failures;

	private final Settlement settlement;

	private final List<Key> keys = new ArrayList<>();

	private AttemptLimiter(RateLimiter rateLimiter, Set<FaroeError> failures, Settlement settlement) {
		Assert.notNull(rateLimiter, "rateLimiter must not be null");
		this.rateLimiter = rateLimiter;
		this.failures = failures;
		this.settlement = settlement;
	}

	/**
	 * Limit failures: a success gives back what it was charged.
	 * @param rateLimiter what counts
	 * @param failures the errors that say that the secret was wrong
	 * @return a limiter without limits yet
	 */
	public static AttemptLimiter countingFailures(RateLimiter rateLimiter, FaroeError... failures) {
		return new AttemptLimiter(rateLimiter, Set.of(failures), Settlement.GIVE_BACK);
	}

	/**
	 * Limit consecutive failures: a success clears the limits.
	 * @param rateLimiter what counts
	 * @param failures the errors that say that the secret was wrong
	 * @return a limiter without limits yet
	 */
	public static AttemptLimiter countingConsecutiveFailures(RateLimiter rateLimiter, FaroeError... failures) {
		return new AttemptLimiter(rateLimiter, Set.of(failures), Settlement.CLEAR);
	}

	/**
	 * Limit successes: a failure, of whatever kind, gives back what it was charged.
	 * @param rateLimiter what counts
	 * @return a limiter without limits yet
	 */
	public static AttemptLimiter countingSuccesses(RateLimiter rateLimiter) {
		return new AttemptLimiter(rateLimiter, Set.of(), Settlement.KEEP);
	}

	/**
	 * Add a limit.
	 * @param limit the limit
	 * @param key whose attempts it counts, or {@code null} to leave the limit out
	 * @return this limiter
	 */
	public AttemptLimiter limit(RateLimit limit, @Nullable String key) {
		if (key != null) {
			this.keys.add(new Key(limit, key));
		}
		return this;
	}

	/**
	 * Make an attempt under the limits.
	 * @param attempt the attempt
	 * @param <T> what it results in
	 * @return the result, or an error signal with {@link FaroeError#TOO_MANY_REQUESTS} if
	 * one of the limits is exhausted: then the others are not charged
	 */
	public <T> Mono<T> attempt(Mono<T> attempt) {
		return Mono.defer(() -> {
			List<Charge> charges = new ArrayList<>(this.keys.size());
			return Flux.fromIterable(this.keys)
				.concatMap((key) -> this.rateLimiter.charge(key.limit(), key.key()).doOnNext(charges::add))
				.then(attempt)
				.onErrorResume((ex) -> isFailure(ex) ? Mono.error(ex) : giveBack(charges).then(Mono.error(ex)))
				.materialize()
				.flatMap((signal) -> signal.isOnError() ? Mono.just(signal) : settle(charges).thenReturn(signal))
				.dematerialize();
		});
	}

	private boolean isFailure(Throwable ex) {
		return ex instanceof FaroeException faroe && this.failures.contains(faroe.error());
	}

	private Mono<Void> settle(List<Charge> charges) {
		return switch (this.settlement) {
			case GIVE_BACK -> giveBack(charges);
			case CLEAR -> Flux.fromIterable(charges)
				.concatMap((charge) -> this.rateLimiter.clear(charge.limit(), charge.key()))
				.then();
			case KEEP -> Mono.empty();
		};
	}

	private Mono<Void> giveBack(List<Charge> charges) {
		return Flux.fromIterable(charges).concatMap(this.rateLimiter::giveBack).then();
	}

	private enum Settlement {

		GIVE_BACK, CLEAR, KEEP

	}

	private record Key(RateLimit limit, String key) {
	}

}
