package dev.faroe.ratelimit;

import java.util.List;

/**
 * The rate limiter as the services have it: with listeners around it. Not a
 * {@link RateLimiter} itself, so that the application has one bean of that type, its own
 * if it likes.
 */
public final class FaroeRateLimiter {

	private final RateLimiter reporting;

	/**
	 * Create an instance.
	 * @param rateLimiter what counts
	 * @param listeners what hears of refusals
	 */
	public FaroeRateLimiter(RateLimiter rateLimiter, List<RateLimitListener> listeners) {
		this.reporting = new ReportingRateLimiter(rateLimiter, listeners);
	}

	/**
	 * Return the limiter with its listeners.
	 * @return the limiter
	 */
	public RateLimiter reporting() {
		return this.reporting;
	}

}
