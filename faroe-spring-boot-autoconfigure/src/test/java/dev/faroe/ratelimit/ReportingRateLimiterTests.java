package dev.faroe.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.faroe.FaroeException;
import dev.faroe.test.MutableClock;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link ReportingRateLimiter}.
 */
class ReportingRateLimiterTests {

	private static final RateLimit LIMIT = RateLimit.bucket("limit", 1, Duration.ofMinutes(1));

	private final List<String> refused = new ArrayList<>();

	private final RateLimiter limiter = new ReportingRateLimiter(new InMemoryRateLimiter(new MutableClock(), 10),
			List.of((limit, key) -> this.refused.add(limit.name() + " " + key)));

	@Test
	void tellsListenersWhatIsRefused() {
		StepVerifier.create(this.limiter.charge(LIMIT, "ann").then()).verifyComplete();
		StepVerifier.create(this.limiter.check(LIMIT, "bob")).verifyComplete();
		assertThat(this.refused).isEmpty();
		StepVerifier.create(this.limiter.charge(LIMIT, "ann")).verifyError(FaroeException.class);
		StepVerifier.create(this.limiter.check(LIMIT, "ann")).verifyError(FaroeException.class);
		assertThat(this.refused).containsExactly("limit ann", "limit ann");
		assertThat(this.limiter.isAvailable()).isTrue();
	}

	@Test
	void leavesTheCountingToTheOther() {
		Charge charge = this.limiter.charge(LIMIT, "ann").block();
		assertThat(charge).isNotNull();
		StepVerifier.create(this.limiter.giveBack(charge)).verifyComplete();
		StepVerifier.create(this.limiter.charge(LIMIT, "ann").then()).verifyComplete();
		StepVerifier.create(this.limiter.clear(LIMIT, "ann")).verifyComplete();
		StepVerifier.create(this.limiter.charge(LIMIT, "ann").then()).verifyComplete();
		assertThat(this.refused).isEmpty();
	}

}
