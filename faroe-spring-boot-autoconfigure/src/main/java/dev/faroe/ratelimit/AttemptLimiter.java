package dev.faroe.ratelimit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.faroe.FaroeError;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Puts attempts under limits that count only some of their outcomes. Every limit is
 * charged before the attempt is made, so that simultaneous attempts cannot exceed it.
 * <p>
 * Where failures count, as with attempts at a secret, there is one rule: a charge comes
 * back only when the secret was right, or when nothing was compared. Whatever fails after
 * a comparison is a failed attempt, and so is one whose answer nobody waited for. The
 * {@link Attempt} knows which it was, and no error tells otherwise. Where successes
 * count, a charge stays unless the attempt failed.
 */
public final class AttemptLimiter {

	private static final Log logger = LogFactory.getLog(AttemptLimiter.class);

	private final Settlement settlement;

	private final List<Supplier<AttemptCounter>> counters = new ArrayList<>();

	private AttemptLimiter(Settlement settlement) {
		this.settlement = settlement;
	}

	/**
	 * Limit failures: a success gives back what it was charged.
	 * @return a limiter without limits yet
	 */
	public static AttemptLimiter countingFailures() {
		return new AttemptLimiter(Settlement.GIVE_BACK);
	}

	/**
	 * Limit consecutive failures: a success clears the limits.
	 * @return a limiter without limits yet
	 */
	public static AttemptLimiter countingConsecutiveFailures() {
		return new AttemptLimiter(Settlement.CLEAR);
	}

	/**
	 * Limit successes: a failure, of whatever kind, gives back what it was charged.
	 * @return a limiter without limits yet
	 */
	public static AttemptLimiter countingSuccesses() {
		return new AttemptLimiter(Settlement.KEEP);
	}

	/**
	 * Add a limit.
	 * @param limit the limit
	 * @param key whose attempts it counts, or {@code null} to leave the limit out
	 * @return this limiter
	 */
	public AttemptLimiter limit(Limit limit, @Nullable String key) {
		if (key != null) {
			this.counters.add(() -> new LimitCounter(limit, key));
		}
		return this;
	}

	/**
	 * Add what counts beside the limits.
	 * @param counter the counter
	 * @return this limiter
	 */
	public AttemptLimiter count(AttemptCounter counter) {
		this.counters.add(() -> counter);
		return this;
	}

	/**
	 * Make an attempt under the limits.
	 * @param attempt makes the attempt, and compares secrets with what it is given
	 * @param <T> what it results in
	 * @return the result, or an error signal with {@link FaroeError#TOO_MANY_REQUESTS} if
	 * one of the limits is exhausted: then the others are not charged
	 */
	public <T> Mono<T> attempt(Function<Attempt, Mono<T>> attempt) {
		return Mono.defer(() -> {
			Attempt made = new Attempt();
			return attempt(made, Mono.defer(() -> attempt.apply(made)));
		});
	}

	/**
	 * Put a part of an attempt that is under other limits already under these as well.
	 * @param made the attempt, which the part compares secrets with
	 * @param part the part
	 * @param <T> what it results in
	 * @return the result, or an error signal with {@link FaroeError#TOO_MANY_REQUESTS} if
	 * one of these limits is exhausted
	 */
	public <T> Mono<T> attempt(Attempt made, Mono<T> part) {
		return Mono.defer(() -> {
			List<AttemptCounter> charged = new ArrayList<>(this.counters.size());
			return Flux.fromIterable(this.counters)
				.map(Supplier::get)
				.concatMap((counter) -> counter.charge().then(Mono.fromRunnable(() -> charged.add(counter))))
				.then(part)
				.materialize()
				.flatMap((signal) -> settle(charged, made.verdict(), signal.isOnError()).thenReturn(signal))
				.dematerialize();
		});
	}

	private Mono<Void> settle(List<AttemptCounter> charged, Attempt.Verdict verdict, boolean failed) {
		if (failed) {
			return (verdict == Attempt.Verdict.WRONG) ? each(charged, AttemptCounter::fail)
					: each(charged, AttemptCounter::giveBack);
		}
		if (this.settlement == Settlement.KEEP) {
			return Mono.empty();
		}
		// A success without a comparison could be anything.
		return (verdict == Attempt.Verdict.RIGHT) ? each(charged, AttemptCounter::succeed)
				: each(charged, AttemptCounter::fail);
	}

	/**
	 * A charge that cannot be settled stays, and does not change what the attempt has
	 * resulted in.
	 */
	private static Mono<Void> each(List<AttemptCounter> charged, Function<AttemptCounter, Mono<Void>> settlement) {
		return Flux.fromIterable(charged)
			.concatMap((counter) -> Mono.defer(() -> settlement.apply(counter)).onErrorResume((ex) -> {
				logger.warn("An attempt stays charged, because counting failed: " + ex.getClass().getName());
				return Mono.empty();
			}))
			.then();
	}

	/**
	 * The charge of one attempt to one limit.
	 */
	private final class LimitCounter implements AttemptCounter {

		private final Limit limit;

		private final String key;

		private @Nullable Charge charge;

		LimitCounter(Limit limit, String key) {
			this.limit = limit;
			this.key = key;
		}

		@Override
		public Mono<Void> charge() {
			return this.limit.charge(this.key).doOnNext((made) -> this.charge = made).then();
		}

		@Override
		public Mono<Void> giveBack() {
			return (this.charge != null) ? this.charge.giveBack() : Mono.empty();
		}

		@Override
		public Mono<Void> succeed() {
			return (AttemptLimiter.this.settlement == Settlement.CLEAR) ? this.limit.clear(this.key) : giveBack();
		}

	}

	private enum Settlement {

		GIVE_BACK, CLEAR, KEEP

	}

}
