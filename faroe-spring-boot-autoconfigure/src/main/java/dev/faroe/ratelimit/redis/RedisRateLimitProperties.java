package dev.faroe.ratelimit.redis;

import java.time.Duration;

import dev.faroe.ratelimit.OnStoreFailure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * What a host application sets about the limits in Redis, with the connection of
 * spring.data.redis.
 *
 * @param keyPrefix What every key in Redis starts with.
 * @param timeout How long an attempt waits for Redis.
 * @param onFailure What becomes of an attempt when Redis cannot be asked: allow counts it
 * in the memory of the instance, reject answers SERVICE_UNAVAILABLE.
 * @param probeInterval Time between two looks whether Redis can be asked again.
 */
@ConfigurationProperties("faroe.rate-limit.redis")
record RedisRateLimitProperties(@DefaultValue("faroe:rate-limit:") String keyPrefix,
		@DefaultValue("150ms") Duration timeout, @DefaultValue("allow") OnStoreFailure onFailure,
		@DefaultValue("1s") Duration probeInterval) {

	RedisRateLimitProperties {
		Assert.isTrue(timeout.compareTo(Duration.ZERO) > 0, "timeout must be positive");
		Assert.isTrue(probeInterval.compareTo(Duration.ZERO) > 0, "probeInterval must be positive");
	}

}
