package dev.faroe.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * A {@link RateLimiter} that keeps its counts in memory: they hold for one instance, and
 * until it stops.
 * <p>
 * Each limit remembers a bounded number of keys. When there are more, the least recently
 * used is forgotten first. The limits do not share that room, so that a flood of client
 * addresses cannot make a limit on users forget.
 */
public final class InMemoryRateLimiter implements RateLimiter {

	private final Map<RateLimit, Buckets> buckets = new ConcurrentHashMap<>();

	private final TimeMeter time;

	private final int maxEntries;

	/**
	 * Create a limiter.
	 * @param clock what tells the time
	 * @param maxEntries the number of keys that each limit remembers, at least 1
	 */
	public InMemoryRateLimiter(Clock clock, int maxEntries) {
		Assert.isTrue(maxEntries > 0, "maxEntries must be positive");
		this.time = new ClockTimeMeter(clock);
		this.maxEntries = maxEntries;
	}

	@Override
	public Mono<Charge> charge(RateLimit limit, String key) {
		return Mono.fromCallable(() -> buckets(limit).charge(key));
	}

	@Override
	public Mono<Void> giveBack(Charge charge) {
		return Mono.fromRunnable(() -> buckets(charge.limit()).giveBack(charge));
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

		private final Map<String, Generation> leastRecentlyUsedFirst;

		private long generations;

		Buckets(RateLimit limit, TimeMeter time, int maxEntries) {
			this.limit = limit;
			this.time = time;
			this.leastRecentlyUsedFirst = new BoundedMap(maxEntries);
		}

		synchronized Charge charge(String key) {
			Generation generation = current(key);
			if (generation == null) {
				generation = new Generation(newBucket(), ++this.generations);
				this.leastRecentlyUsedFirst.put(key, generation);
			}
			if (!generation.bucket().tryConsume(1)) {
				throw tooManyRequests(generation.bucket());
			}
			return new Charge(this.limit, key, generation.number());
		}

		synchronized void giveBack(Charge charge) {
			Generation generation = current(charge.key());
			if (generation != null && generation.number() == charge.generation()) {
				generation.bucket().addTokens(1);
				current(charge.key());
			}
		}

		synchronized void clear(String key) {
			this.leastRecentlyUsedFirst.remove(key);
		}

		synchronized void check(String key) {
			Generation generation = current(key);
			if (generation != null && generation.bucket().getAvailableTokens() < 1) {
				throw tooManyRequests(generation.bucket());
			}
		}

		/**
		 * A full bucket is forgotten: it says nothing, and the period of the next one has
		 * to start with its first token.
		 */
		private @Nullable Generation current(String key) {
			Generation generation = this.leastRecentlyUsedFirst.get(key);
			if (generation != null && generation.bucket().getAvailableTokens() >= this.limit.capacity()) {
				this.leastRecentlyUsedFirst.remove(key);
				return null;
			}
			return generation;
		}

		private Bucket newBucket() {
			return Bucket.builder()
				.withCustomTimePrecision(this.time)
				.withSynchronizationStrategy(SynchronizationStrategy.NONE)
				.addLimit(this.limit.bandwidth())
				.build();
		}

		private static FaroeException tooManyRequests(Bucket bucket) {
			EstimationProbe probe = bucket.estimateAbilityToConsume(1);
			return new FaroeException(FaroeError.TOO_MANY_REQUESTS, Duration.ofNanos(probe.getNanosToWaitForRefill()));
		}

	}

	/**
	 * A bucket, and the number that tells it from the ones that the same key had before.
	 */
	private record Generation(Bucket bucket, long number) {
	}

	private static final class BoundedMap extends LinkedHashMap<String, Generation> {

		private static final long serialVersionUID = 1L;

		private final int maxEntries;

		BoundedMap(int maxEntries) {
			super(16, 0.75f, true);
			this.maxEntries = maxEntries;
		}

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Generation> eldest) {
			return size() > this.maxEntries;
		}

	}

}
