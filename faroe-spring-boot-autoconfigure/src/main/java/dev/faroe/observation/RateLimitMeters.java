package dev.faroe.observation;

import dev.faroe.ratelimit.RateLimit;
import dev.faroe.ratelimit.RateLimitListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts the attempts that limits refuse.
 */
final class RateLimitMeters implements RateLimitListener {

	private final MeterRegistry registry;

	RateLimitMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void refused(RateLimit limit, String key) {
		Counter.builder("faroe.rate.limit.hit")
			.description("Attempts that a limit refused")
			.tag("limit", limit.name())
			.register(this.registry)
			.increment();
	}

}
