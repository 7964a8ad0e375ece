package dev.faroe.ratelimit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.test.MutableClock;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptLimiterTests {

	private static final RateLimit LIMIT = RateLimit.window("limit", 2, Duration.ofMinutes(15));

	private static final RateLimit OTHER_LIMIT = RateLimit.window("other", 1, Duration.ofMinutes(15));

	private final RateLimiter rateLimiter = new InMemoryRateLimiter(new MutableClock(), 10);

	private final Mono<String> wrong = Mono.error(() -> new FaroeException(FaroeError.INCORRECT_CODE));

	private AttemptLimiter failures() {
		return AttemptLimiter.countingFailures(this.rateLimiter, FaroeError.INCORRECT_CODE).limit(LIMIT, "key");
	}

	private AttemptLimiter consecutiveFailures() {
		return AttemptLimiter.countingConsecutiveFailures(this.rateLimiter, FaroeError.INCORRECT_CODE)
			.limit(LIMIT, "key");
	}

	private void assertTokensLeft(int expected) {
		int left = 0;
		while (Boolean.TRUE.equals(this.rateLimiter.charge(LIMIT, "key").hasElement().onErrorReturn(false).block())) {
			left++;
		}
		assertThat(left).isEqualTo(expected);
	}

	@Test
	void chargesSuccessesOnly() {
		AttemptLimiter successes = AttemptLimiter.countingSuccesses(this.rateLimiter).limit(LIMIT, "key");
		StepVerifier.create(successes.attempt(this.wrong)).verifyError(FaroeException.class);
		StepVerifier.create(successes.attempt(Mono.error(new IllegalStateException())))
			.verifyError(IllegalStateException.class);
		StepVerifier.create(successes.attempt(Mono.just("right"))).expectNext("right").verifyComplete();
		assertTokensLeft(1);
	}

	@Test
	void chargesFailures() {
		StepVerifier.create(failures().attempt(this.wrong)).verifyError(FaroeException.class);
		assertTokensLeft(1);
	}

	@Test
	void givesTheChargeOfASuccessBack() {
		StepVerifier.create(failures().attempt(this.wrong)).verifyError(FaroeException.class);
		StepVerifier.create(failures().attempt(Mono.just("right"))).expectNext("right").verifyComplete();
		assertTokensLeft(1);
	}

	@Test
	void givesTheChargeOfASuccessWithoutResultBack() {
		StepVerifier.create(failures().attempt(Mono.empty())).verifyComplete();
		assertTokensLeft(2);
	}

	@Test
	void clearsConsecutiveFailuresWithASuccess() {
		StepVerifier.create(consecutiveFailures().attempt(this.wrong)).verifyError(FaroeException.class);
		StepVerifier.create(consecutiveFailures().attempt(Mono.just("right"))).expectNext("right").verifyComplete();
		assertTokensLeft(2);
	}

	@Test
	void givesTheChargeOfWhatWasNeverJudgedBack() {
		StepVerifier.create(failures().attempt(Mono.error(new FaroeException(FaroeError.SERVICE_UNAVAILABLE))))
			.verifyError(FaroeException.class);
		StepVerifier.create(consecutiveFailures().attempt(Mono.error(new IllegalStateException())))
			.verifyError(IllegalStateException.class);
		assertTokensLeft(2);
	}

	@Test
	void keepsTheChargeWhenNobodyWaitsForTheAnswer() {
		Sinks.Empty<String> never = Sinks.empty();
		failures().attempt(never.asMono()).subscribe().dispose();
		assertTokensLeft(1);
	}

	@Test
	void attemptsNothingPastTheLimit() {
		AtomicInteger attempts = new AtomicInteger();
		Mono<String> counted = Mono.defer(() -> {
			attempts.incrementAndGet();
			return this.wrong;
		});
		for (int number = 0; number < 5; number++) {
			StepVerifier.create(failures().attempt(counted)).verifyError(FaroeException.class);
		}
		assertThat(attempts).hasValue(2);
	}

	@Test
	void chargesNoLimitWhenAnotherRefuses() {
		this.rateLimiter.charge(OTHER_LIMIT, "key").block();
		StepVerifier.create(failures().limit(OTHER_LIMIT, "key").attempt(Mono.just("right")))
			.verifyErrorMatches(
					(ex) -> ex instanceof FaroeException refusal && refusal.error() == FaroeError.TOO_MANY_REQUESTS);
		assertTokensLeft(2);
	}

	@Test
	void leavesALimitWithoutKeyOut() {
		AttemptLimiter unlimited = AttemptLimiter.countingFailures(this.rateLimiter, FaroeError.INCORRECT_CODE)
			.limit(LIMIT, null);
		for (int number = 0; number < 5; number++) {
			StepVerifier.create(unlimited.attempt(Mono.just("right"))).expectNext("right").verifyComplete();
		}
	}

}
