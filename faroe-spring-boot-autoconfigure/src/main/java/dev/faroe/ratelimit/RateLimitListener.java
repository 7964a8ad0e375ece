package dev.faroe.ratelimit;

/**
 * Hears of attempts that a limit refuses. Called on the thread that refuses them, so that
 * it must neither block nor fail.
 */
@FunctionalInterface
public interface RateLimitListener {

	/**
	 * An attempt was refused.
	 * @param limit the limit that is exhausted
	 * @param key whose attempt it was; a client address or an email address for some
	 * limits, so not for logs
	 */
	void refused(RateLimit limit, String key);

}
