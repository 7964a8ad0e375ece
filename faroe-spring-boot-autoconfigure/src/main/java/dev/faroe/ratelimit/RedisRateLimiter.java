package dev.faroe.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A {@link RateLimiter} that keeps its counts in Redis: they hold for all instances that
 * use it together. Instances need clocks that agree, as everything else that expires
 * does.
 * <p>
 * When Redis cannot be asked, {@link OnStoreFailure} says what becomes of an attempt. A
 * charge that cannot be given back, or a key that cannot be cleared, stays as it is: an
 * attempt that was successful never fails for that.
 */
public final class RedisRateLimiter implements RateLimiter, AutoCloseable {

	private static final RateLimit PROBE = RateLimit.bucket("probe", 1000, Duration.ofMillis(1));

	private final RedisBuckets buckets;

	private final RedisLink link;

	private final RateLimiter local;

	private final OnStoreFailure onFailure;

	private final Supplier<RedisClusterAsyncCommands<byte[], byte[]>> connector;

	private volatile @Nullable RedisClusterAsyncCommands<byte[], byte[]> redis;

	/**
	 * Create a limiter, and look for Redis. It need not be there.
	 * @param connector returns a connection that reconnects by itself; may block, and is
	 * called until it returns one
	 * @param settings the settings
	 * @param clock what tells the time
	 * @param local what counts when Redis cannot be asked
	 */
	public RedisRateLimiter(Supplier<RedisClusterAsyncCommands<byte[], byte[]>> connector,
			RedisRateLimitSettings settings, Clock clock, InMemoryRateLimiter local) {
		this.connector = connector;
		this.local = local;
		this.onFailure = settings.onFailure();
		this.buckets = new RedisBuckets(this::redis, settings.keyPrefix(), clock);
		String probeKey = UUID.randomUUID().toString();
		this.link = new RedisLink(settings,
				Mono.fromRunnable(this::connect)
					.subscribeOn(Schedulers.boundedElastic())
					.then(Mono.defer(() -> this.buckets.charge(PROBE, probeKey)))
					.then());
		this.link.open();
	}

	private void connect() {
		if (this.redis == null) {
			this.redis = this.connector.get();
		}
	}

	private RedisClusterAsyncCommands<byte[], byte[]> redis() {
		RedisClusterAsyncCommands<byte[], byte[]> redis = this.redis;
		if (redis == null) {
			throw new IllegalStateException("There was no connection yet");
		}
		return redis;
	}

	@Override
	public Mono<Charge> charge(RateLimit limit, String key) {
		return this.link.call(this.buckets.charge(limit, key), without(this.local.charge(limit, key)));
	}

	@Override
	public Mono<Void> giveBack(Charge charge) {
		return RedisBuckets.made(charge) ? this.link.call(this.buckets.giveBack(charge), Mono.empty())
				: this.local.giveBack(charge);
	}

	@Override
	public Mono<Void> clear(RateLimit limit, String key) {
		return this.local.clear(limit, key).then(this.link.call(this.buckets.clear(limit, key), Mono.empty()));
	}

	@Override
	public Mono<Void> check(RateLimit limit, String key) {
		return this.link.call(this.buckets.check(limit, key), without(this.local.check(limit, key)));
	}

	private <T> Mono<T> without(Mono<T> counted) {
		return switch (this.onFailure) {
			case ALLOW -> counted;
			case REJECT -> Mono.error(() -> new FaroeException(FaroeError.SERVICE_UNAVAILABLE, Duration.ofSeconds(1)));
		};
	}

	/**
	 * Return whether Redis is asked at the moment.
	 * @return {@code false} from when it failed a few times in a row until it works again
	 */
	@Override
	public boolean isAvailable() {
		return this.link.isAvailable();
	}

	/**
	 * Return how often Redis was not asked, or did not answer in time.
	 * @return the number since the limiter was created
	 */
	@Override
	public long failures() {
		return this.link.failures();
	}

	/**
	 * Stop looking for Redis. The connection is left to whoever made it.
	 */
	@Override
	public void close() {
		this.link.close();
	}

}
