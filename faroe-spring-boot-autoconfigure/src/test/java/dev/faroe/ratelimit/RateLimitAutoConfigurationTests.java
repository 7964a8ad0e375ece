package dev.faroe.ratelimit;

import java.time.Duration;

import dev.faroe.test.StartFailure;
import dev.faroe.test.TestRedis;
import dev.faroe.test.WithFaroe;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

@Tag("one-jdk")
@ExtendWith(OutputCaptureExtension.class)
class RateLimitAutoConfigurationTests {

	private static final RateLimit LIMIT = RateLimit.window("limit", 1, Duration.ofMinutes(1));

	private static final AutoConfigurations LIMITS = WithFaroe.only("dev.faroe.ratelimit.");

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(LIMITS)
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class));

	private final ApplicationContextRunner redis = this.runner.withPropertyValues("faroe.rate-limit.store=redis",
			"faroe.rate-limit.redis.timeout=20s", "spring.data.redis.url=" + TestRedis.shared().url() + "/7");

	@Test
	void countsInMemoryByDefaultAndLeavesRedisAlone(CapturedOutput output) {
		try (TestRedis away = TestRedis.stopped()) {
			this.runner.withPropertyValues("spring.data.redis.url=" + away.url()).run((context) -> {
				assertThat(context).getBean(RateLimiter.class).isNotInstanceOf(FallbackRateLimiter.class);
				context.getBean(RateLimiter.class).charge(LIMIT, "key").block();
			});
		}
		assertThat(output).doesNotContain("WARN");
	}

	@ParameterizedTest
	@ValueSource(classes = { LettuceConnectionFactory.class, RedisClusterAsyncCommands.class })
	void countsInMemoryWithoutTheClassesForRedis(Class<?> missing) {
		new ApplicationContextRunner().withConfiguration(LIMITS)
			.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).getBean(RateLimiter.class)
				.isNotInstanceOf(FallbackRateLimiter.class));
	}

	@Test
	void countsInRedisWithTheConnectionOfTheApplication() {
		this.redis.withPropertyValues("faroe.rate-limit.redis.key-prefix=app:").run((context) -> {
			assertThat(context).hasSingleBean(RateLimiter.class);
			FallbackRateLimiter limiter = context.getBean(FallbackRateLimiter.class);
			assertThat(limiter.isAvailable()).isTrue();
			limiter.charge(LIMIT, "192.0.2.1").block();
			assertThat(context.getBean(StringRedisTemplate.class).keys("app:limit:*")).hasSize(1);
			assertThat(context.getBean(LettuceConnectionFactory.class).getDatabase()).isEqualTo(7);
		});
	}

	@Test
	void startsWithoutRedisAndFindsItLater(CapturedOutput output) {
		try (TestRedis redis = TestRedis.stopped()) {
			this.runner
				.withPropertyValues("faroe.rate-limit.store=redis", "spring.data.redis.url=" + redis.url(),
						"faroe.rate-limit.redis.probe-interval=50ms", "faroe.rate-limit.redis.timeout=20s")
				.run((context) -> {
					FallbackRateLimiter limiter = context.getBean(FallbackRateLimiter.class);
					assertThat(limiter.isAvailable()).isFalse();
					limiter.charge(LIMIT, "key").block();
					redis.start();
					Mono.fromSupplier(limiter::isAvailable)
						.filter(Boolean::booleanValue)
						.repeatWhenEmpty((again) -> again.delayElements(Duration.ofMillis(20)))
						.block(Duration.ofSeconds(20));
					limiter.charge(LIMIT, "key").block();
					assertThat(context.getBean(StringRedisTemplate.class).keys("faroe:rate-limit:limit:*")).hasSize(1);
				});
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("RedisRateLimiter")))
			.satisfiesExactly((line) -> assertThat(line).contains("WARN"), (line) -> assertThat(line).contains("INFO"));
	}

	@Test
	void backsOffForTheLimiterOfTheApplication() {
		this.redis.withBean(RateLimiter.class, () -> mock(RateLimiter.class)).run((context) -> {
			assertThat(context).hasSingleBean(RateLimiter.class);
			assertThat(context).doesNotHaveBean(FallbackRateLimiter.class);
		});
	}

	@Test
	void backsOffWhenFaroeIsDisabled() {
		this.redis.withPropertyValues("faroe.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RateLimiter.class));
	}

	@ParameterizedTest
	@ValueSource(classes = { LettuceConnectionFactory.class, RedisClusterAsyncCommands.class })
	void saysWhatToAddWhenClassesAreMissing(Class<?> missing) {
		new ApplicationContextRunner().withConfiguration(LIMITS)
			.withPropertyValues("faroe.rate-limit.store=redis")
			.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> {
				FailureAnalysis analysis = StartFailure.analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).startsWith("faroe.rate-limit.store is redis");
				assertThat(analysis.getAction()).contains("spring-boot-starter-data-redis")
					.contains("faroe.rate-limit.store to memory");
			});
	}

	@Test
	void saysThatAConnectionFactoryIsNeeded() {
		new ApplicationContextRunner().withConfiguration(LIMITS)
			.withPropertyValues("faroe.rate-limit.store=redis")
			.run((context) -> assertThat(StartFailure.analyze(context.getStartupFailure()).getAction())
				.startsWith("Set spring.data.redis.url"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "store=disk", "redis.timeout=0ms", "redis.on-failure=ignore", "redis.probe-interval=0s" })
	void refusesUselessSettings(String setting) {
		this.redis.withPropertyValues("faroe.rate-limit." + setting).run((context) -> assertThat(context).hasFailed());
	}

}
