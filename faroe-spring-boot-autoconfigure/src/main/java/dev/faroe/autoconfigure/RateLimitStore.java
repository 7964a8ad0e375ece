package dev.faroe.autoconfigure;

/**
 * Where rate limits are counted.
 */
public enum RateLimitStore {

	/** In the memory of each instance. */
	MEMORY,

	/** In a Redis that all instances share. */
	REDIS

}
