package dev.faroe.testkit;

import dev.faroe.ratelimit.Charge;
import dev.faroe.ratelimit.RateLimit;
import dev.faroe.ratelimit.RateLimiter;
import reactor.core.publisher.Mono;

/**
 * Lets every attempt through.
 */
final class NoLimits implements RateLimiter {

	private static final Charge NOTHING = Mono::empty;

	@Override
	public Mono<Charge> charge(RateLimit limit, String key) {
		return Mono.just(NOTHING);
	}

	@Override
	public Mono<Void> clear(RateLimit limit, String key) {
		return Mono.empty();
	}

	@Override
	public Mono<Void> check(RateLimit limit, String key) {
		return Mono.empty();
	}

}
