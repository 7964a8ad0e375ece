package dev.faroe.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * A {@link RateLimiter} that keeps its counts in memory. The limits do not share the room
 * for keys, so that a flood of client addresses cannot make a limit on users forget.
 */
final class InMemoryRateLimiter implements RateLimiter {

	private final Map<RateLimit, Buckets> buckets = new ConcurrentHashMap<>();

	private final TimeMeter time;

	private final int maxEntries;

	InMemoryRateLimiter(Clock clock, int maxEntries) {
		Assert.isTrue(maxEntries > 0, "maxEntries must be positive");
		this.time = new ClockTimeMeter(clock);
		this.maxEntries = maxEntries;
	}

	@Override
	public Mono<Charge> charge(RateLimit limit, String key) {
		return Mono.fromCallable(() -> buckets(limit).charge(key));
	}

	@Override
	public Mono<Void> clear(RateLimit limit, String key) {
		return Mono.fromRunnable(() -> buckets(limit).clear(key));
	}

	@Override
	public Mono<Void> check(RateLimit limit, String key) {
		return Mono.fromRunnable(() -> buckets(limit).check(key));
	}

	private Buckets buckets(RateLimit limit) {
		return this.buckets.computeIfAbsent(limit, (absent) -> new Buckets(absent, this.time, this.maxEntries));
	}

	/**
	 * The buckets of one limit, under one lock that is held for well under a microsecond.
	 */
	private static final class Buckets {

		private final RateLimit limit;

		private final TimeMeter time;

		private final Map<String, Bucket> leastRecentlyUsedFirst;

		Buckets(RateLimit limit, TimeMeter time, int maxEntries) {
			this.limit = limit;
			this.time = time;
			this.leastRecentlyUsedFirst = new BoundedMap(maxEntries);
		}

		synchronized Charge charge(String key) {
			Bucket known = current(key);
			Bucket bucket = (known != null) ? known : newBucket();
			if (!bucket.tryConsume(1)) {
				throw tooManyRequests(bucket);
			}
			if (known == null) {
				this.leastRecentlyUsedFirst.put(key, bucket);
			}
			AtomicBoolean givenBack = new AtomicBoolean();
			return () -> Mono.fromRunnable(() -> {
				if (givenBack.compareAndSet(false, true)) {
					giveBack(key, bucket);
				}
			});
		}

		private synchronized void giveBack(String key, Bucket bucket) {
			if (current(key) == bucket) {
				bucket.addTokens(1);
				current(key);
			}
		}

		synchronized void clear(String key) {
			this.leastRecentlyUsedFirst.remove(key);
		}

		synchronized void check(String key) {
			Bucket bucket = current(key);
			if (bucket != null && bucket.getAvailableTokens() < 1) {
				throw tooManyRequests(bucket);
			}
		}

		/**
		 * A full bucket is forgotten: it says nothing, and the period of the next one has
		 * to start with its first token.
		 */
		private @Nullable Bucket current(String key) {
			Bucket bucket = this.leastRecentlyUsedFirst.get(key);
			if (bucket != null && bucket.getAvailableTokens() >= this.limit.capacity()) {
				this.leastRecentlyUsedFirst.remove(key);
				return null;
			}
			return bucket;
		}

		private Bucket newBucket() {
			return Bucket.builder()
				.withCustomTimePrecision(this.time)
				.withSynchronizationStrategy(SynchronizationStrategy.NONE)
				.addLimit(bandwidth())
				.build();
		}

		private Bandwidth bandwidth() {
			int capacity = this.limit.capacity();
			return switch (this.limit.kind()) {
				case BUCKET -> Bandwidth.builder().capacity(capacity).refillGreedy(1, this.limit.period()).build();
				case WINDOW ->
					Bandwidth.builder().capacity(capacity).refillIntervally(capacity, this.limit.period()).build();
			};
		}

		private static FaroeException tooManyRequests(Bucket bucket) {
			EstimationProbe probe = bucket.estimateAbilityToConsume(1);
			return new FaroeException(FaroeError.TOO_MANY_REQUESTS, Duration.ofNanos(probe.getNanosToWaitForRefill()));
		}

	}

	private static final class BoundedMap extends LinkedHashMap<String, Bucket> {

		private static final long serialVersionUID = 1L;

		private final int maxEntries;

		BoundedMap(int maxEntries) {
			super(16, 0.75f, true);
			this.maxEntries = maxEntries;
		}

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
			return size() > this.maxEntries;
		}

	}

	/**
	 * Tells Bucket4j the time of a clock.
	 *
	 * @param clock the clock
	 */
	private record ClockTimeMeter(Clock clock) implements TimeMeter {

		@Override
		public long currentTimeNanos() {
			return ChronoUnit.NANOS.between(Instant.EPOCH, this.clock.instant());
		}

		@Override
		public boolean isWallClockBased() {
			return true;
		}

	}

}
