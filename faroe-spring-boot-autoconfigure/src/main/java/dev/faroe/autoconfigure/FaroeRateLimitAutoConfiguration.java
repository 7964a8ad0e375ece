package dev.faroe.autoconfigure;

import java.time.Clock;

import dev.faroe.ratelimit.FaroeRateLimiter;
import dev.faroe.ratelimit.InMemoryRateLimiter;
import dev.faroe.ratelimit.RateLimit;
import dev.faroe.ratelimit.RateLimitListener;
import dev.faroe.ratelimit.RateLimiter;
import dev.faroe.ratelimit.RateLimits;
import dev.faroe.ratelimit.RedisRateLimitSettings;
import dev.faroe.ratelimit.RedisRateLimiter;
import io.github.bucket4j.redis.lettuce.cas.LettuceBasedProxyManager;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

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
		if (properties.rateLimit().store() == RateLimitStore.REDIS) {
			throw new RateLimitStoreException(RateLimitStoreException.Problem.CLASSES);
		}
		return inMemory(properties, clock.getIfUnique(Clock::systemUTC));
	}

	private static InMemoryRateLimiter inMemory(FaroeProperties properties, Clock clock) {
		return new InMemoryRateLimiter(clock, properties.rateLimit().maxEntries());
	}

	/**
	 * Limits in Redis. The connection is the one that Boot sets up for the host.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ LettuceConnectionFactory.class, LettuceBasedProxyManager.class })
	@ConditionalOnProperty(name = "faroe.rate-limit.store", havingValue = "redis")
	static class InRedis {

		@Bean
		@ConditionalOnMissingBean(RateLimiter.class)
		RedisRateLimiter faroeRateLimiter(FaroeProperties properties, ObjectProvider<Clock> clock,
				ObjectProvider<LettuceConnectionFactory> connectionFactories) {
			LettuceConnectionFactory connectionFactory = connectionFactories.getIfUnique();
			if (connectionFactory == null) {
				throw new RateLimitStoreException(RateLimitStoreException.Problem.CONNECTION);
			}
			FaroeProperties.RateLimit.Redis redis = properties.rateLimit().redis();
			Clock time = clock.getIfUnique(Clock::systemUTC);
			return new RedisRateLimiter(() -> connect(connectionFactory), new RedisRateLimitSettings(redis.keyPrefix(),
					redis.timeout(), redis.onFailure(), redis.probeInterval()), time, inMemory(properties, time));
		}

		private static RedisClusterAsyncCommands<byte[], byte[]> connect(LettuceConnectionFactory connectionFactory) {
			return ((LettuceConnection) connectionFactory.getConnection()).getNativeConnection();
		}

	}

	@Bean
	FaroeRateLimiter faroeReportingRateLimiter(RateLimiter rateLimiter, ObjectProvider<RateLimitListener> listeners) {
		return new FaroeRateLimiter(rateLimiter, listeners.orderedStream().toList());
	}

}
