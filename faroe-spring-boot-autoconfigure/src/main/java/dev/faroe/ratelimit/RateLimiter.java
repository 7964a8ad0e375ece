package dev.faroe.ratelimit;

import java.time.Clock;

import reactor.core.publisher.Mono;

/**
 * Counts attempts against limits. Each limit counts the attempts of every key, such as a
 * user or a client address, on its own. An application that has a bean of this type
 * counts there; {@link FallbackRateLimiter} bridges the times when a store cannot be
 * asked.
 * <p>
 * Charging is atomic: of any number of simultaneous attempts, no more are let through
 * than the limit has tokens.
 */
public interface RateLimiter {

	/**
	 * Take one token.
	 * @param limit the limit
	 * @param key whose token to take
	 * @return the charge, or an error signal with
	 * {@link dev.faroe.FaroeError#TOO_MANY_REQUESTS} if no token is left
	 */
	Mono<Charge> charge(RateLimit limit, String key);

	/**
	 * Put all tokens of a key back.
	 * @param limit the limit
	 * @param key whose tokens to put back
	 * @return a completion signal
	 */
	Mono<Void> clear(RateLimit limit, String key);

	/**
	 * Look whether a token is left, and leave it there.
	 * @param limit the limit
	 * @param key whose tokens to look at
	 * @return a completion signal, or an error signal with
	 * {@link dev.faroe.FaroeError#TOO_MANY_REQUESTS} if no token is left
	 */
	Mono<Void> check(RateLimit limit, String key);

	/**
	 * Return what answers from these counts alone, for operators. A limiter that does
	 * without its counts when they cannot be reached returns one that does not.
	 * @return a limiter that signals an error if the counts cannot be reached
	 */
	default RateLimiter withoutFallback() {
		return this;
	}

	/**
	 * Tell whether attempts are being counted, for health checks. A limiter that keeps
	 * its counts elsewhere answers from what it last saw, without waiting.
	 * @return whether the counts can be reached
	 */
	default boolean isAvailable() {
		return true;
	}

	/**
	 * Return how often the counts could not be reached, for metrics.
	 * @return the number since the limiter was created
	 */
	default long failures() {
		return 0;
	}

	/**
	 * Return a limiter that keeps its counts in memory: they hold for one instance, and
	 * until it stops. Each limit remembers a bounded number of keys. When there are more,
	 * the least recently used is forgotten first.
	 * @param clock what tells the time
	 * @param maxEntries the number of keys that each limit remembers, at least 1
	 * @return the limiter
	 */
	static RateLimiter inMemory(Clock clock, int maxEntries) {
		return new InMemoryRateLimiter(clock, maxEntries);
	}

}
