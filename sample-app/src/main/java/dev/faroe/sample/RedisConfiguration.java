package dev.faroe.sample;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The connection to Redis, where rate limits are counted there. Without it, a server that
 * has no use for Redis would load several hundred classes for it at start-up. What
 * {@code ImportAutoConfiguration} names stays excluded, therefore {@link Import}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "faroe.rate-limit.store", havingValue = "redis")
@Import(DataRedisAutoConfiguration.class)
class RedisConfiguration {

}
