package dev.faroe.sample;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The connection to Redis, where rate limits are counted or sessions kept there. Without
 * it, a server that has no use for Redis would load several hundred classes for it at
 * start-up. What {@code ImportAutoConfiguration} names stays excluded, therefore
 * {@link Import}.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(RedisConfiguration.OnUse.class)
@Import(DataRedisAutoConfiguration.class)
class RedisConfiguration {

	static final String SESSIONS = "sample.sessions.store";

	static class OnUse extends AnyNestedCondition {

		OnUse() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@ConditionalOnProperty(name = "faroe.rate-limit.store", havingValue = "redis")
		static class Limits {

		}

		@ConditionalOnProperty(name = SESSIONS, havingValue = "redis")
		static class Sessions {

		}

	}

}
