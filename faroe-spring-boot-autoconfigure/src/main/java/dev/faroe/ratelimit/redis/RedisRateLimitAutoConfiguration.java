package dev.faroe.ratelimit.redis;

import java.time.Clock;

import dev.faroe.FaroeConfigurationException;
import dev.faroe.ratelimit.FallbackRateLimiter;
import dev.faroe.ratelimit.RateLimitStoreProperties;
import dev.faroe.ratelimit.RateLimiter;
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
 * Auto-configuration for limits in Redis. The connection is the one that Boot sets up for
 * the host.
 */
@AutoConfiguration(beforeName = "dev.faroe.ratelimit.RateLimitAutoConfiguration")
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RedisRateLimitProperties.class)
final class RedisRateLimitAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ LettuceConnectionFactory.class, RedisClusterAsyncCommands.class })
	@ConditionalOnProperty(name = "faroe.rate-limit.store", havingValue = "redis")
	@EnableConfigurationProperties(RateLimitStoreProperties.class)
	static class Store {

		@Bean
		@ConditionalOnMissingBean(RateLimiter.class)
		FallbackRateLimiter faroeRateLimiter(RateLimitStoreProperties store, RedisRateLimitProperties redis,
				ObjectProvider<Clock> clocks, ObjectProvider<LettuceConnectionFactory> connectionFactories) {
			LettuceConnectionFactory connectionFactory = connectionFactories.getIfUnique();
			if (connectionFactory == null) {
				throw new FaroeConfigurationException(
						"faroe.rate-limit.store is redis, but there is no LettuceConnectionFactory, or there are several.",
						"Set spring.data.redis.url, leave spring.data.redis.client-type unset or lettuce, and make one of"
								+ " several factories @Primary; or set faroe.rate-limit.store to memory.");
			}
			Clock clock = clocks.getIfUnique(Clock::systemUTC);
			return new FallbackRateLimiter(
					new RedisRateLimiter(() -> connect(connectionFactory), redis.keyPrefix(), clock),
					RateLimiter.inMemory(clock, store.maxEntries()), redis.onFailure(), redis.timeout(),
					redis.probeInterval());
		}

		private static RedisClusterAsyncCommands<byte[], byte[]> connect(LettuceConnectionFactory connectionFactory) {
			return ((LettuceConnection) connectionFactory.getConnection()).getNativeConnection();
		}

	}

}
