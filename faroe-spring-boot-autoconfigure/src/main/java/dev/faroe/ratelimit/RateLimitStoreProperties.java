package dev.faroe.ratelimit;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a host application sets about where limits are counted.
 *
 * @param store Where the limits are counted: in the memory of each instance, or in a
 * Redis that all instances share.
 * @param maxEntries Number of clients or users that each limit remembers. The least
 * recently used are forgotten first.
 */
@ConfigurationProperties("faroe.rate-limit")
@Validated
public record RateLimitStoreProperties(@DefaultValue("memory") Store store,
		@DefaultValue("100000") @Min(1) @Max(100_000_000) int maxEntries) {

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
