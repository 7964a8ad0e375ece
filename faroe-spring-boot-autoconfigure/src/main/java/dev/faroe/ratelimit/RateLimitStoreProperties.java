package dev.faroe.ratelimit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * What a host application sets about where limits are counted.
 *
 * @param store Where the limits are counted: in the memory of each instance, or in a
 * Redis that all instances share.
 * @param maxEntries Number of clients or users that each limit remembers. The least
 * recently used are forgotten first.
 */
@ConfigurationProperties("faroe.rate-limit")
public record RateLimitStoreProperties(@DefaultValue("memory") Store store, @DefaultValue("100000") int maxEntries) {

	public RateLimitStoreProperties {
		Assert.isTrue(maxEntries >= 1 && maxEntries <= 100_000_000, "maxEntries must be between 1 and 100000000");
	}

	/**
	 * Where limits are counted.
	 */
	enum Store {

		/** In the memory of each instance. */
		MEMORY,

		/** In a Redis that all instances share. */
		REDIS

	}

}
