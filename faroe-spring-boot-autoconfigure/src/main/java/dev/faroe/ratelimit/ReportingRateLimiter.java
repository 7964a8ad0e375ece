package dev.faroe.ratelimit;

import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import reactor.core.publisher.Mono;

/**
 * A {@link RateLimiter} that leaves the counting to another and tells listeners what that
 * refuses.
 */
public final class ReportingRateLimiter implements RateLimiter {

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
				(ex) -> this.listeners.forEach((listener) -> listener.refused(limit, key)));
	}

	private static boolean isRefusal(Throwable ex) {
		return ex instanceof FaroeException faroe && faroe.error() == FaroeError.TOO_MANY_REQUESTS;
	}

}
