package dev.faroe.ratelimit;

import java.time.Duration;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.test.MutableClock;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class InMemoryRateLimiterTests {

	private static final RateLimit BUCKET = RateLimit.bucket("bucket", 2, Duration.ofSeconds(10));

	private static final RateLimit WINDOW = RateLimit.window("window", 2, Duration.ofMinutes(15));

	private final MutableClock clock = new MutableClock();

	private final InMemoryRateLimiter limiter = new InMemoryRateLimiter(this.clock, 3);

	private Charge charge(RateLimit limit, String key) {
		Charge charge = this.limiter.charge(limit, key).block();
		assertThat(charge).isNotNull();
		return charge;
	}

	private void assertRefused(RateLimit limit, String key, Duration retryAfter) {
		StepVerifier.create(this.limiter.charge(limit, key)).verifyErrorSatisfies((ex) -> {
			assertThat(ex).isInstanceOfSatisfying(FaroeException.class, (refusal) -> {
				assertThat(refusal.error()).isEqualTo(FaroeError.TOO_MANY_REQUESTS);
				assertThat(refusal.retryAfter()).isEqualTo(retryAfter);
			});
		});
	}

	@Test
	void bucketGetsOneTokenBackEveryPeriod() {
		charge(BUCKET, "key");
		charge(BUCKET, "key");
		assertRefused(BUCKET, "key", Duration.ofSeconds(10));
		this.clock.advance(Duration.ofSeconds(10));
		charge(BUCKET, "key");
		assertRefused(BUCKET, "key", Duration.ofSeconds(10));
		this.clock.advance(Duration.ofHours(1));
		charge(BUCKET, "key");
		charge(BUCKET, "key");
		assertRefused(BUCKET, "key", Duration.ofSeconds(10));
	}

	@Test
	void windowGetsAllTokensBackOnePeriodAfterTheFirstWasTaken() {
		this.clock.advance(Duration.ofMinutes(7));
		charge(WINDOW, "key");
		this.clock.advance(Duration.ofMinutes(14));
		charge(WINDOW, "key");
		assertRefused(WINDOW, "key", Duration.ofMinutes(1));
		this.clock.advance(Duration.ofMinutes(1));
		charge(WINDOW, "key");
		charge(WINDOW, "key");
		assertRefused(WINDOW, "key", Duration.ofMinutes(15));
	}

	@Test
	void nextWindowStartsWithItsOwnFirstToken() {
		charge(WINDOW, "key");
		this.clock.advance(Duration.ofMinutes(29));
		charge(WINDOW, "key");
		charge(WINDOW, "key");
		this.clock.advance(Duration.ofMinutes(14));
		assertRefused(WINDOW, "key", Duration.ofMinutes(1));
	}

	@Test
	void givesTokenBack() {
		Charge charge = charge(WINDOW, "key");
		charge(WINDOW, "key");
		this.limiter.giveBack(charge).block();
		charge(WINDOW, "key");
		assertRefused(WINDOW, "key", Duration.ofMinutes(15));
	}

	@Test
	void givesNothingBackOfAnEarlierWindow() {
		Charge charge = charge(WINDOW, "key");
		this.clock.advance(Duration.ofMinutes(15));
		charge(WINDOW, "key");
		charge(WINDOW, "key");
		this.limiter.giveBack(charge).block();
		assertRefused(WINDOW, "key", Duration.ofMinutes(15));
	}

	@Test
	void windowWhoseTokensWereAllGivenBackIsForgotten() {
		this.limiter.giveBack(charge(WINDOW, "key")).block();
		this.clock.advance(Duration.ofMinutes(10));
		charge(WINDOW, "key");
		charge(WINDOW, "key");
		assertRefused(WINDOW, "key", Duration.ofMinutes(15));
	}

	@Test
	void clearsAndChecksKeys() {
		StepVerifier.create(this.limiter.check(WINDOW, "key")).verifyComplete();
		charge(WINDOW, "key");
		StepVerifier.create(this.limiter.check(WINDOW, "key")).verifyComplete();
		charge(WINDOW, "key");
		StepVerifier.create(this.limiter.check(WINDOW, "key")).verifyError(FaroeException.class);
		this.limiter.clear(WINDOW, "key").block();
		StepVerifier.create(this.limiter.check(WINDOW, "key")).verifyComplete();
	}

	@Test
	void countsKeysAndLimitsOnTheirOwn() {
		charge(WINDOW, "key");
		charge(WINDOW, "key");
		charge(WINDOW, "another key");
		charge(BUCKET, "key");
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
