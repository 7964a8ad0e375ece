package dev.faroe.autoconfigure;

import java.time.Clock;

import dev.faroe.ratelimit.InMemoryRateLimiter;
import dev.faroe.ratelimit.RateLimit;
import dev.faroe.ratelimit.RateLimitListener;
import dev.faroe.ratelimit.RateLimiter;
import dev.faroe.ratelimit.RateLimits;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for Faroe's rate limits.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@EnableConfigurationProperties(FaroeProperties.class)
public final class FaroeRateLimitAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RateLimits faroeRateLimits(FaroeProperties properties) {
		FaroeProperties.RateLimit limits = properties.rateLimit();
		return new RateLimits(
				RateLimit.bucket("password-hashing", limits.passwordHashing().capacity(),
						limits.passwordHashing().period()),
				RateLimit.window("login", limits.login().capacity(), limits.login().period()),
				RateLimit.window("user-login", limits.userLogin().capacity(), limits.userLogin().period()),
				RateLimit.bucket("email-request", limits.emailRequest().capacity(), limits.emailRequest().period()),
				RateLimit.window("verify-email", limits.verifyEmail().capacity(), limits.verifyEmail().period()),
				RateLimit.bucket("password-reset", limits.passwordReset().capacity(), limits.passwordReset().period()),
				RateLimit.window("totp", limits.totp().capacity(), limits.totp().period()),
				RateLimit.window("recovery-code", limits.recoveryCode().capacity(), limits.recoveryCode().period()));
	}

	@Bean
	@ConditionalOnMissingBean
	RateLimiter faroeRateLimiter(FaroeProperties properties, ObjectProvider<Clock> clock) {
		return new InMemoryRateLimiter(clock.getIfUnique(Clock::systemUTC), properties.rateLimit().maxEntries());
	}

	@Bean
	FaroeRateLimiter faroeReportingRateLimiter(RateLimiter rateLimiter, ObjectProvider<RateLimitListener> listeners) {
		return new FaroeRateLimiter(rateLimiter, listeners.orderedStream().toList());
	}

}
