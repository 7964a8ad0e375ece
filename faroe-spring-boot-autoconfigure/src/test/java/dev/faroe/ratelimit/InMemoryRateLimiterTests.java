package dev.faroe.ratelimit;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class InMemoryRateLimiterTests extends RateLimiterContractTests {

	private final RateLimiter limiter = new InMemoryRateLimiter(this.clock, 3);

	@Override
	protected RateLimiter limiter() {
		return this.limiter;
	}

	@Test
	void forgetsTheLeastRecentlyUsedKeyFirst() {
		for (String key : new String[] { "first", "second", "third" }) {
			charge(WINDOW, key);
			charge(WINDOW, key);
		}
		assertRefused(WINDOW, "first", Duration.ofMinutes(15));
		charge(WINDOW, "fourth");
		assertRefused(WINDOW, "first", Duration.ofMinutes(15));
		assertRefused(WINDOW, "third", Duration.ofMinutes(15));
		charge(WINDOW, "second");
	}

	@Test
	void remembersTheKeysOfOneLimitWhateverHappensToAnother() {
		charge(WINDOW, "key");
		charge(WINDOW, "key");
		for (int number = 0; number < 100; number++) {
			charge(BUCKET, "key" + number);
		}
		assertRefused(WINDOW, "key", Duration.ofMinutes(15));
	}

}
