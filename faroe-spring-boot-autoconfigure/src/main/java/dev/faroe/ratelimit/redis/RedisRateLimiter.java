package dev.faroe.ratelimit.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.ratelimit.Charge;
import dev.faroe.ratelimit.RateLimit;
import dev.faroe.ratelimit.RateLimiter;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A {@link RateLimiter} that keeps its counts in Redis: they hold for all instances that
 * use it together. Instances need clocks that agree, as everything else that expires
 * does. It fails when Redis cannot be asked, and waits for Redis as long as its
 * connection does: see {@link dev.faroe.ratelimit.FallbackRateLimiter}.
 */
final class RedisRateLimiter implements RateLimiter {

	/**
	 * What a key holds. Instances that read it otherwise use other keys.
	 */
	private static final String VERSION = "v2";

	private static final byte[] SCRIPT = bytes(LimitScript.SOURCE);

	private static final String SCRIPT_DIGEST = digest("SHA-1", SCRIPT);

	/**
	 * In hexadecimal digits: no two keys get the same digest.
	 */
	private static final int DIGEST_LENGTH = 32;

	private final Supplier<RedisClusterAsyncCommands<byte[], byte[]>> connector;

	private final String keyPrefix;

	private final Clock clock;

	private volatile @Nullable RedisClusterAsyncCommands<byte[], byte[]> redis;

	RedisRateLimiter(Supplier<RedisClusterAsyncCommands<byte[], byte[]>> connector, String keyPrefix, Clock clock) {
		this.connector = connector;
		this.keyPrefix = keyPrefix;
		this.clock = clock;
	}

	@Override
	public Mono<Charge> charge(RateLimit limit, String key) {
		return Mono.defer(() -> {
			String id = Long.toHexString(ThreadLocalRandom.current().nextLong());
			return run(limit, key, LimitScript.CHARGE, id, "")
				.map((started) -> () -> run(limit, key, LimitScript.GIVE_BACK, id, started).then());
		});
	}

	@Override
	public Mono<Void> check(RateLimit limit, String key) {
		return run(limit, key, LimitScript.CHECK, "", "").then();
	}

	@Override
	public Mono<Void> clear(RateLimit limit, String key) {
		return redis().flatMap((redis) -> ask(() -> redis.del(bytes(name(limit, key))))).then();
	}

	private Mono<String> run(RateLimit limit, String key, String operation, String charge, String started) {
		return redis().flatMap((redis) -> {
			byte[][] keys = { bytes(name(limit, key)) };
			byte[][] arguments = arguments(operation, limit, charge, started);
			return ask(() -> redis.<List<Object>>evalsha(SCRIPT_DIGEST, ScriptOutputType.MULTI, keys, arguments))
				.onErrorResume(RedisNoScriptException.class,
						(ex) -> ask(() -> redis.<List<Object>>eval(SCRIPT, ScriptOutputType.MULTI, keys, arguments)));
		}).map(RedisRateLimiter::answer);
	}

	/**
	 * A command that nobody waits for any more is not sent if it has not been yet.
	 */
	private static <T> Mono<T> ask(Supplier<RedisFuture<T>> command) {
		return Mono.fromCompletionStage(command);
	}

	private byte[][] arguments(String operation, RateLimit limit, String charge, String started) {
		Instant now = this.clock.instant();
		long before = ChronoUnit.MICROS.between(Instant.EPOCH, now);
		long after = before + ((now.getNano() % 1000 > 0) ? 1 : 0);
		long period = -Math.floorDiv(-limit.period().toNanos(), 1000L);
		return Arrays
			.stream(new Object[] { operation, limit.kind(), limit.capacity(), period, before, after, charge, started })
			.map((argument) -> bytes(argument.toString()))
			.toArray(byte[][]::new);
	}

	private static String answer(List<Object> answer) {
		long wait = (Long) answer.get(0);
		if (wait > 0) {
			throw new FaroeException(FaroeError.TOO_MANY_REQUESTS, Duration.of(wait, ChronoUnit.MICROS));
		}
		return new String((byte[]) answer.get(1), StandardCharsets.UTF_8);
	}

	private Mono<RedisClusterAsyncCommands<byte[], byte[]>> redis() {
		return Mono.defer(() -> {
			RedisClusterAsyncCommands<byte[], byte[]> redis = this.redis;
			return (redis != null) ? Mono.just(redis)
					: Mono.fromSupplier(this::connect).subscribeOn(Schedulers.boundedElastic());
		});
	}

	private synchronized RedisClusterAsyncCommands<byte[], byte[]> connect() {
		RedisClusterAsyncCommands<byte[], byte[]> redis = this.redis;
		if (redis == null) {
			redis = this.connector.get();
			this.redis = redis;
		}
		return redis;
	}

	/**
	 * The name has the settings of the limit in it, so that instances with different
	 * settings, as while new ones are rolled out, do not rewrite each other's counts; and
	 * a digest of the key, so that nobody who looks at Redis reads addresses.
	 */
	private String name(RateLimit limit, String key) {
		String settings = limit.capacity() + "/" + limit.period() + "/" + limit.kind().name().toLowerCase(Locale.ROOT);
		return this.keyPrefix + limit.name() + ":" + settings + ":" + VERSION + ":"
				+ digest("SHA-256", bytes(key)).substring(0, DIGEST_LENGTH);
	}

	private static String digest(String algorithm, byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return "Redis";
	}

}
