package dev.faroe.host;

import dev.faroe.ratelimit.RateLimiter;
import dev.faroe.ratelimit.RateLimiterContractTests;

/**
 * A store of limits that is not Faroe's needs one class, and this test of it.
 */
class OwnRateLimiterTests extends RateLimiterContractTests {

	private final RateLimiter limiter = new OwnRateLimiter(this.clock);

	@Override
	protected RateLimiter limiter() {
		return this.limiter;
	}

}
