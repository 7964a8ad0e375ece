package dev.faroe.testkit;

import java.time.Clock;

import dev.faroe.ratelimit.RateLimiter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for tests with {@link AutoConfigureFaroe}. Comes before that of the
 * limits, which back off for those that there are.
 */
@AutoConfiguration(beforeName = { "dev.faroe.ratelimit.RateLimitAutoConfiguration",
		"dev.faroe.ratelimit.redis.RedisRateLimitAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
final class FaroeTestAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(Clock.class)
	TestClock faroeTestClock() {
		return new TestClock();
	}

	@Bean
	@ConditionalOnMissingBean(RateLimiter.class)
	@ConditionalOnBooleanProperty(name = FaroeContextCustomizerFactory.LIMITS, havingValue = false)
	NoLimits faroeNoLimits() {
		return new NoLimits();
	}

	@Bean
	static MockedUserStates faroeMockedUserStates() {
		return new MockedUserStates();
	}

}
