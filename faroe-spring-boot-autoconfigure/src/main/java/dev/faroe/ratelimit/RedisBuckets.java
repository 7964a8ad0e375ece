package dev.faroe.ratelimit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.ratelimit.BucketCommand.Operation;
import dev.faroe.ratelimit.BucketCommand.Outcome;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import io.github.bucket4j.distributed.remote.RemoteStat;
import io.github.bucket4j.distributed.remote.Request;
import io.github.bucket4j.distributed.versioning.Versions;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce.LettuceBasedProxyManagerBuilder;
import io.github.bucket4j.redis.lettuce.RedisApi;
import io.github.bucket4j.redis.lettuce.cas.LettuceBasedProxyManager;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The buckets of Bucket4j in Redis, one for each limit and key. Bucket4j reads a bucket,
 * works on it here and writes it back if it is still the same, otherwise it starts again,
 * so that whatever happens to a bucket in between is atomic.
 * <p>
 * A bucket expires a while after it is full. Until then it counts as if it were not
 * there: the period of a window has to start with its first token.
 */
final class RedisBuckets {

	/**
	 * Makes up for clocks of instances and of Redis that differ.
	 */
	private static final Duration KEPT_WHEN_FULL = Duration.ofSeconds(10);

	/**
	 * When a command is given up so that others on its bucket have their turn. Whoever
	 * waits for it may give up earlier, and the first command of all may take longer than
	 * an attempt would wait.
	 */
	private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * In bytes: no two keys get the same digest.
	 */
	private static final int DIGEST_LENGTH = 16;

	private final String keyPrefix;

	private final LettuceBasedProxyManager<byte[]> manager;

	private final TurnsByKey turns;

	RedisBuckets(Supplier<RedisClusterAsyncCommands<byte[], byte[]>> redis, String keyPrefix, Clock clock) {
		this.keyPrefix = keyPrefix;
		TimeMeter time = new ClockTimeMeter(clock);
		this.manager = new LettuceBasedProxyManagerBuilder<>(api(redis)).clientClock(time)
			.expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_WHEN_FULL))
			.build();
		this.turns = new TurnsByKey(this::execute, COMMAND_TIMEOUT);
	}

	/**
	 * Take a token.
	 * @param limit the limit
	 * @param key whose token to take
	 * @return the charge, or an error signal as from {@link RateLimiter#charge}
	 */
	Mono<Charge> charge(RateLimit limit, String key) {
		return run(limit, key, (bucket, now) -> {
			RemoteBucketState state = current(bucket.exists() ? bucket.get() : null, limit, now);
			if (state == null) {
				state = newState(limit, now);
			}
			if (state.getAvailableTokens() < 1) {
				return refusal(state, now);
			}
			state.consume(1);
			bucket.set(state);
			return new Outcome(state.getConfigurationVersion(), 0, null);
		}).map((outcome) -> new Charge(limit, key, outcome.generation()));
	}

	Mono<Void> giveBack(Charge charge) {
		return run(charge.limit(), charge.key(), (bucket, now) -> {
			RemoteBucketState state = current(bucket.exists() ? bucket.get() : null, charge.limit(), now);
			if (state != null && state.getConfigurationVersion() == charge.generation()) {
				state.addTokens(1);
				bucket.set(state);
			}
			return Outcome.DONE;
		}).then();
	}

	Mono<Void> check(RateLimit limit, String key) {
		return run(limit, key, (bucket, now) -> {
			RemoteBucketState state = current(bucket.exists() ? bucket.get() : null, limit, now);
			return (state != null && state.getAvailableTokens() < 1) ? refusal(state, now) : Outcome.DONE;
		}).then();
	}

	Mono<Void> clear(RateLimit limit, String key) {
		return outcome(() -> this.manager.asAsync()
			.removeProxy(bytes(name(limit, key)))
			.handle((removed, failure) -> (failure != null) ? Outcome.failed(failure) : Outcome.DONE)).then();
	}

	private Mono<Outcome> run(RateLimit limit, String key, Operation operation) {
		return outcome(() -> this.turns.execute(name(limit, key), operation));
	}

	private static Mono<Outcome> outcome(Supplier<CompletableFuture<Outcome>> execution) {
		return Mono.fromFuture(execution).handle((outcome, sink) -> {
			if (outcome.failure() != null) {
				sink.error(outcome.failure());
			}
			else if (outcome.nanosToWait() > 0) {
				sink.error(new FaroeException(FaroeError.TOO_MANY_REQUESTS, Duration.ofNanos(outcome.nanosToWait())));
			}
			else {
				sink.next(outcome);
			}
		});
	}

	private CompletableFuture<List<Outcome>> execute(String name, BucketCommand command) {
		return this.manager.executeAsync(bytes(name), new Request<>(command, Versions.getLatest(), null, null))
			.thenApply((result) -> result.getData());
	}

	private static @Nullable RemoteBucketState current(@Nullable RemoteBucketState state, RateLimit limit, long now) {
		if (state != null) {
			state.refillAllBandwidth(now);
		}
		return (state != null && state.getAvailableTokens() < limit.capacity()) ? state : null;
	}

	/**
	 * The version of a configuration is a number of our own that Bucket4j stores with it:
	 * here it tells the bucket from the ones that the same key had before. Negative, as
	 * the numbers of {@link InMemoryRateLimiter} never are.
	 */
	private static RemoteBucketState newState(RateLimit limit, long now) {
		BucketConfiguration configuration = BucketConfiguration.builder().addLimit(limit.bandwidth()).build();
		long generation = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
		return new RemoteBucketState(BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, now),
				new RemoteStat(0), generation);
	}

	private static Outcome refusal(RemoteBucketState state, long now) {
		return new Outcome(0, Math.max(1, state.calculateDelayNanosAfterWillBePossibleToConsume(1, now, true)), null);
	}

	/**
	 * Return whether a charge was made in Redis.
	 * @param charge the charge
	 * @return whether it was not made in memory
	 */
	static boolean made(Charge charge) {
		return charge.generation() < 0;
	}

	/**
	 * The name has the settings of the limit in it, so that instances with different
	 * settings, as while new ones are rolled out, do not rewrite each other's buckets;
	 * and a digest of the key, so that nobody who looks at Redis reads addresses.
	 */
	private String name(RateLimit limit, String key) {
		return this.keyPrefix + limit.name() + ":" + limit.capacity() + "/" + limit.period() + ":" + digest(key);
	}

	private static String digest(String key) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(key));
			return HexFormat.of().formatHex(digest, 0, DIGEST_LENGTH);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static <K> RedisApi<K> api(Supplier<RedisClusterAsyncCommands<K, byte[]>> redis) {
		return new RedisApi<>() {

			@Override
			public <V> RedisFuture<V> eval(String script, ScriptOutputType type, K[] keys, byte[][] values) {
				return redis.get().eval(script, type, keys, values);
			}

			@Override
			public RedisFuture<byte[]> get(K key) {
				return redis.get().get(key);
			}

			@Override
			@SuppressWarnings("unchecked")
			public RedisFuture<?> delete(K key) {
				return redis.get().del(key);
			}

		};
	}

}
