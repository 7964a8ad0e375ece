package dev.faroe.sample;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * The connection to Redis, where rate limits are counted there. Without it, a server that
 * has no use for Redis would load several hundred classes for it at start-up.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "faroe.rate-limit.store", havingValue = "redis")
@ImportAutoConfiguration(DataRedisAutoConfiguration.class)
class RedisConfiguration {

}
