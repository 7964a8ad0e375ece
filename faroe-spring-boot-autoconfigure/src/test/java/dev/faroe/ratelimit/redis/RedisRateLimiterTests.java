package dev.faroe.ratelimit.redis;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.ratelimit.Charge;
import dev.faroe.ratelimit.FallbackRateLimiter;
import dev.faroe.ratelimit.OnStoreFailure;
import dev.faroe.ratelimit.RateLimit;
import dev.faroe.ratelimit.RateLimiter;
import dev.faroe.ratelimit.RateLimiterContractTests;
import dev.faroe.test.MutableClock;
import dev.faroe.test.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
@Tag("one-jdk")
class RedisRateLimiterTests extends RateLimiterContractTests {

	/** Far more than Redis takes, also on a busy machine. */
	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final String prefix = "test:" + UUID.randomUUID() + ":";

	private final RedisClient client = RedisClient.create(TestRedis.shared().url());

	private final FallbackRateLimiter limiter = limiter(this.client, PATIENCE, OnStoreFailure.REJECT);

	private FallbackRateLimiter limiter(RedisClient client, Duration timeout, OnStoreFailure onFailure) {
		return new FallbackRateLimiter(
				new RedisRateLimiter(() -> client.connect(ByteArrayCodec.INSTANCE).async(), this.prefix, this.clock),
				RateLimiter.inMemory(this.clock, 100), onFailure, timeout, Duration.ofMillis(50));
	}

	@Override
	protected RateLimiter limiter() {
		return this.limiter;
	}

	@AfterEach
	void close() {
		this.limiter.close();
		this.client.shutdown(Duration.ZERO, PATIENCE);
	}

	private static void await(BooleanSupplier condition) {
		Flux.interval(Duration.ofMillis(10)).filter((tick) -> condition.getAsBoolean()).blockFirst(PATIENCE);
	}

	private List<String> keys(RateLimit limit) {
		try (StatefulRedisConnection<String, String> connection = this.client.connect()) {
			return connection.sync().keys(this.prefix + limit.name() + ":*");
		}
	}

	@Test
	void countsForAllInstances() {
		try (FallbackRateLimiter another = limiter(this.client, PATIENCE, OnStoreFailure.REJECT)) {
			Charge charge = charge(WINDOW, "key");
			another.charge(WINDOW, "key").block();
			assertRefused(WINDOW, "key", Duration.ofMinutes(15));
			charge.giveBack().block();
			charge(WINDOW, "key");
			another.clear(WINDOW, "key").block();
			charge(WINDOW, "key");
		}
	}

	@Test
	void neverLetsMoreThroughInAllInstances() {
		RateLimit limit = RateLimit.window("shared", 50, Duration.ofMinutes(15));
		try (FallbackRateLimiter another = limiter(this.client, PATIENCE, OnStoreFailure.REJECT)) {
			Long admitted = Flux.range(0, 500)
				.flatMap((number) -> ((number % 2 == 0) ? this.limiter : another).charge(limit, "key")
					.onErrorResume(FaroeException.class, (ex) -> Mono.empty()), 500)
				.count()
				.block();
			assertThat(admitted).isEqualTo(50);
			assertThat(this.limiter.failures() + another.failures()).isZero();
		}
	}

	@Test
	void keepsNoAddressInItsKeys() {
		charge(WINDOW, "192.0.2.1");
		assertThat(keys(WINDOW)).singleElement()
			.asString()
			.matches("\\Q" + this.prefix + "\\Ewindow:2/PT15M/window:v2:[0-9a-f]{32}");
	}

	@Test
	void keysExpireWhenAllTokensAreBack() {
		charge(WINDOW, "key");
		charge(BUCKET, "key");
		try (StatefulRedisConnection<String, String> connection = this.client.connect()) {
			assertThat(connection.sync().pttl(keys(WINDOW).get(0))).isBetween(Duration.ofMinutes(14).toMillis(),
					Duration.ofMinutes(16).toMillis());
			assertThat(connection.sync().pttl(keys(BUCKET).get(0))).isBetween(1L, Duration.ofSeconds(30).toMillis());
		}
	}

	@Test
	void countsLimitsWithOtherSettingsOnTheirOwn() {
		charge(WINDOW, "key");
		charge(WINDOW, "key");
		charge(RateLimit.window(WINDOW.name(), 3, WINDOW.period()), "key");
		assertRefused(WINDOW, "key", Duration.ofMinutes(15));
	}

	@Test
	void countsFractionsOfMicrosecondsAndLetsNobodyThroughEarly() {
		RateLimit limit = RateLimit.bucket("short", 1, Duration.ofNanos(2500));
		this.clock.advance(Duration.ofNanos(1));
		charge(limit, "key");
		this.clock.advance(Duration.ofNanos(2500));
		assertRefused(limit, "key", Duration.ofNanos(2000));
		this.clock.advance(Duration.ofNanos(1499));
		charge(limit, "key");
	}

	@Test
	void seesTimeStandStillWhenAnotherInstanceIsAhead() {
		MutableClock behind = new MutableClock();
		this.clock.advance(Duration.ofSeconds(2));
		RedisRateLimiter another = new RedisRateLimiter(() -> this.client.connect(ByteArrayCodec.INSTANCE).async(),
				this.prefix, behind);
		for (RateLimit limit : List.of(BUCKET, WINDOW)) {
			charge(limit, "key");
			another.charge(limit, "key").block();
			assertRefused(limit, "key", limit.period());
		}
	}

	@Test
	void givesBackOnceWhatIsSentTwice() {
		Charge charge = charge(WINDOW, "key");
		charge(WINDOW, "key");
		charge.giveBack().block();
		charge.giveBack().block();
		charge(WINDOW, "key");
		assertRefused(WINDOW, "key", Duration.ofMinutes(15));
	}

	@Test
	void bringsItsScriptToARedisThatHasForgottenIt() {
		charge(WINDOW, "key");
		try (StatefulRedisConnection<String, String> connection = this.client.connect()) {
			connection.sync().scriptFlush();
		}
		charge(WINDOW, "key");
		assertRefused(WINDOW, "key", Duration.ofMinutes(15));
		assertThat(this.limiter.failures()).isZero();
	}

	@Test
	void countsInMemoryWhileRedisIsAwayIfFailuresAreAllowed(CapturedOutput output) {
		try (TestRedis redis = TestRedis.create()) {
			RedisClient client = RedisClient.create(redis.url());
			try (FallbackRateLimiter limiter = limiter(client, Duration.ofMillis(100), OnStoreFailure.ALLOW)) {
				Charge charge = limiter.charge(WINDOW, "key").block();
				assertThat(charge).isNotNull();
				redis.kill();
				charge.giveBack().block();
				Charge local = limiter.charge(WINDOW, "key").block();
				assertThat(local).isNotNull();
				limiter.charge(WINDOW, "key").block();
				StepVerifier.create(limiter.charge(WINDOW, "key")).verifyError(FaroeException.class);
				StepVerifier.create(limiter.check(WINDOW, "key")).verifyError(FaroeException.class);
				local.giveBack().block();
				limiter.charge(WINDOW, "key").block();
				limiter.clear(WINDOW, "key").block();
				limiter.charge(WINDOW, "key").block();
				assertThat(limiter.isAvailable()).isFalse();
				assertThat(limiter.failures()).isPositive();

				redis.start();
				await(limiter::isAvailable);
				limiter.charge(WINDOW, "key").block(PATIENCE);
				try (FallbackRateLimiter another = limiter(client, PATIENCE, OnStoreFailure.ALLOW)) {
					another.charge(WINDOW, "key").block();
					StepVerifier.create(another.charge(WINDOW, "key")).verifyError(FaroeException.class);
				}
			}
			finally {
				client.shutdown(Duration.ZERO, PATIENCE);
			}
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN") && line.contains("RedisRateLimiter")))
			.hasSize(1);
		assertThat(output).contains("this instance counts on its own");
		assertThat(output.getOut().lines().filter((line) -> line.contains("Redis can be asked for rate limits again")))
			.hasSize(1);
	}

	@Test
	void refusesWhileRedisIsAwayIfFailuresAreRejected() {
		try (TestRedis redis = TestRedis.stopped()) {
			RedisClient client = RedisClient.create(redis.url());
			try (FallbackRateLimiter limiter = limiter(client, Duration.ofMillis(100), OnStoreFailure.REJECT)) {
				assertThat(limiter.isAvailable()).isFalse();
				for (Mono<?> call : List.of(limiter.charge(WINDOW, "key"), limiter.check(WINDOW, "key"))) {
					StepVerifier.create(call)
						.verifyErrorSatisfies(
								(ex) -> assertThat(ex).isInstanceOfSatisfying(FaroeException.class, (refusal) -> {
									assertThat(refusal.error()).isEqualTo(FaroeError.SERVICE_UNAVAILABLE);
									assertThat(refusal.retryAfter()).isPositive();
								}));
				}
				limiter.clear(WINDOW, "key").block();
				redis.start();
				await(limiter::isAvailable);
				limiter.charge(WINDOW, "key").block();
			}
			finally {
				client.shutdown(Duration.ZERO, PATIENCE);
			}
		}
	}

}
