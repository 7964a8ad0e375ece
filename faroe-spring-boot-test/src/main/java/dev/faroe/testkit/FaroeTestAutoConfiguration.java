package dev.faroe.testkit;

import java.time.Clock;

import dev.faroe.delivery.CodeSender;
import dev.faroe.ratelimit.RateLimiter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for tests with {@link AutoConfigureFaroe}. Comes before that of the
 * limits and of mails, which back off for what is there.
 */
@AutoConfiguration(beforeName = { "dev.faroe.ratelimit.RateLimitAutoConfiguration",
		"dev.faroe.ratelimit.redis.RedisRateLimitAutoConfiguration", "dev.faroe.mail.MailAutoConfiguration" })
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
	@ConditionalOnMissingBean(CodeSender.class)
	@ConditionalOnBooleanProperty(name = FaroeContextCustomizerFactory.MAIL, havingValue = false)
	SentCodes faroeSentCodes() {
		return new SentCodes();
	}

	@Bean
	static MockedUserStates faroeMockedUserStates() {
		return new MockedUserStates();
	}

}
