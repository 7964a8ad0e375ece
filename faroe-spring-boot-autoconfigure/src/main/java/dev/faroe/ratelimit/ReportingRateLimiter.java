package dev.faroe.ratelimit;

import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

/**
 * A {@link RateLimiter} that leaves the counting to another and tells listeners what that
 * refuses.
 */
public final class ReportingRateLimiter implements RateLimiter {

	private static final Log logger = LogFactory.getLog(ReportingRateLimiter.class);

	private final RateLimiter rateLimiter;

	private final List<RateLimitListener> listeners;

	/**
	 * Create a limiter.
	 * @param rateLimiter what counts
	 * @param listeners what hears of refusals
	 */
	public ReportingRateLimiter(RateLimiter rateLimiter, List<RateLimitListener> listeners) {
		this.rateLimiter = rateLimiter;
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public Mono<Charge> charge(RateLimit limit, String key) {
		return reporting(this.rateLimiter.charge(limit, key), limit, key);
	}

	@Override
	public Mono<Void> giveBack(Charge charge) {
		return this.rateLimiter.giveBack(charge);
	}

	@Override
	public Mono<Void> clear(RateLimit limit, String key) {
		return this.rateLimiter.clear(limit, key);
	}

	@Override
	public Mono<Void> check(RateLimit limit, String key) {
		return reporting(this.rateLimiter.check(limit, key), limit, key);
	}

	@Override
	public boolean isAvailable() {
		return this.rateLimiter.isAvailable();
	}

	@Override
	public long failures() {
		return this.rateLimiter.failures();
	}

	private <T> Mono<T> reporting(Mono<T> call, RateLimit limit, String key) {
		return call.doOnError(ReportingRateLimiter::isRefusal,
				(ex) -> this.listeners.forEach((listener) -> report(listener, limit, key)));
	}

	/**
	 * What refuses must not depend on who hears of it.
	 */
	private static void report(RateLimitListener listener, RateLimit limit, String key) {
		try {
			listener.refused(limit, key);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of the rate limits failed: " + ex.getClass().getName());
		}
	}

	private static boolean isRefusal(Throwable ex) {
		return ex instanceof FaroeException faroe && faroe.error() == FaroeError.TOO_MANY_REQUESTS;
	}

}
