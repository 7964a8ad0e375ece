package dev.faroe.ratelimit;

import java.time.Clock;

import dev.faroe.FaroeConfigurationException;
import dev.faroe.account.ForFeatures;
import dev.faroe.event.publishing.FaroeEvents;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the limits on attempts.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ RateLimitProperties.class, RateLimitStoreProperties.class })
final class RateLimitAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RateLimits faroeRateLimits(RateLimitProperties properties) {
		return properties.limits();
	}

	@Bean
	@ConditionalOnMissingBean
	RateLimiter faroeRateLimiter(RateLimitStoreProperties properties, ObjectProvider<Clock> clock) {
		if (properties.store() == RateLimitStoreProperties.Store.REDIS) {
			throw new FaroeConfigurationException(
					"faroe.rate-limit.store is redis, but the classes for it are not on the class path.",
					"Add org.springframework.boot:spring-boot-starter-data-redis to the application, or set"
							+ " faroe.rate-limit.store to memory.");
		}
		return RateLimiter.inMemory(clock.getIfUnique(Clock::systemUTC), properties.maxEntries());
	}

	@ForFeatures
	@Bean(defaultCandidate = false)
	Limits faroeLimits(RateLimiter rateLimiter, RateLimits rateLimits, ObjectProvider<FaroeEvents> events,
			ObjectProvider<RateLimitListener> listeners) {
		return new Limits(rateLimiter, rateLimits, events.getIfAvailable(FaroeEvents::none),
				listeners.orderedStream().toList());
	}

}
