package dev.faroe.autoconfigure;

import java.util.List;

import dev.faroe.ratelimit.RateLimitListener;
import dev.faroe.ratelimit.RateLimiter;
import dev.faroe.ratelimit.ReportingRateLimiter;

/**
 * The rate limiter as the services have it: with listeners around it. Not a
 * {@link RateLimiter} itself, so that the application has one bean of that type, its own
 * if it likes.
 */
final class FaroeRateLimiter {

	private final RateLimiter reporting;

	FaroeRateLimiter(RateLimiter rateLimiter, List<RateLimitListener> listeners) {
		this.reporting = new ReportingRateLimiter(rateLimiter, listeners);
	}

	RateLimiter reporting() {
		return this.reporting;
	}

}
