package dev.faroe.ratelimit;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How limits are kept in Redis.
 *
 * @param keyPrefix what every key in Redis starts with
 * @param timeout how long an attempt waits for Redis; positive
 * @param onFailure what becomes of an attempt when Redis cannot be asked
 * @param probeInterval time between two looks whether Redis can be asked again; positive
 */
public record RedisRateLimitSettings(String keyPrefix, Duration timeout, OnStoreFailure onFailure,
		Duration probeInterval) {

	public RedisRateLimitSettings {
		Assert.notNull(keyPrefix, "keyPrefix must not be null");
		Assert.notNull(onFailure, "onFailure must not be null");
		Assert.isTrue(timeout.compareTo(Duration.ZERO) > 0, "timeout must be positive");
		Assert.isTrue(probeInterval.compareTo(Duration.ZERO) > 0, "probeInterval must be positive");
	}

}
