package dev.faroe.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

	private final RateLimiter rateLimiter = RateLimiter.inMemory(new MutableClock(), 10);

	private final Limit limit = limit("limit", 2);

	private final Limit otherLimit = limit("other", 1);

	private Limit limit(String name, int capacity) {
		return new Limit(RateLimit.window(name, capacity, Duration.ofMinutes(15)), this.rateLimiter, List.of());
	}

	private AttemptLimiter failures() {
		return AttemptLimiter.countingFailures().limit(this.limit, "key");
	}

	private AttemptLimiter consecutiveFailures() {
		return AttemptLimiter.countingConsecutiveFailures().limit(this.limit, "key");
	}

	private AttemptLimiter successes() {
		return AttemptLimiter.countingSuccesses().limit(this.limit, "key");
	}

	private static Mono<String> compare(Attempt attempt, String code) {
		return attempt.matches("right", code) ? Mono.just("success")
				: Mono.error(new FaroeException(FaroeError.INCORRECT_CODE));
	}

	private static Mono<String> guessRight(Attempt attempt) {
		return compare(attempt, "right");
	}

	private static Mono<String> guessWrong(Attempt attempt) {
		return compare(attempt, "wrong");
	}

	private void assertTokensLeft(int expected) {
		int left = 0;
		while (Boolean.TRUE.equals(this.limit.charge("key").hasElement().onErrorReturn(false).block())) {
			left++;
		}
		assertThat(left).isEqualTo(expected);
	}

	@Test
	void chargesSuccessesOnly() {
		StepVerifier.create(successes().attempt((attempt) -> Mono.error(new IllegalStateException())))
			.verifyError(IllegalStateException.class);
		StepVerifier.create(successes().attempt((attempt) -> Mono.just("created")))
			.expectNext("created")
			.verifyComplete();
		assertTokensLeft(1);
	}

	@Test
	void chargesFailures() {
		StepVerifier.create(failures().attempt(AttemptLimiterTests::guessWrong)).verifyError(FaroeException.class);
		assertTokensLeft(1);
	}

	@Test
	void givesTheChargeOfASuccessBack() {
		StepVerifier.create(failures().attempt(AttemptLimiterTests::guessWrong)).verifyError(FaroeException.class);
		StepVerifier.create(failures().attempt(AttemptLimiterTests::guessRight)).expectNext("success").verifyComplete();
		assertTokensLeft(1);
	}

	@Test
	void givesTheChargeOfASuccessWithoutResultBack() {
		StepVerifier.create(failures().attempt((attempt) -> guessRight(attempt).then())).verifyComplete();
		assertTokensLeft(2);
	}

	@Test
	void clearsConsecutiveFailuresWithASuccess() {
		StepVerifier.create(consecutiveFailures().attempt(AttemptLimiterTests::guessWrong))
			.verifyError(FaroeException.class);
		StepVerifier.create(consecutiveFailures().attempt(AttemptLimiterTests::guessRight))
			.expectNext("success")
			.verifyComplete();
		assertTokensLeft(2);
	}

	@Test
	void givesTheChargeBackWhenNothingWasCompared() {
		StepVerifier
			.create(failures().attempt((attempt) -> Mono.error(new FaroeException(FaroeError.SERVICE_UNAVAILABLE))))
			.verifyError(FaroeException.class);
		StepVerifier.create(consecutiveFailures().attempt((attempt) -> {
			throw new IllegalStateException();
		})).verifyError(IllegalStateException.class);
		assertTokensLeft(2);
	}

	@Test
	void keepsTheChargeOfWhateverFailsAfterAWrongComparison() {
		StepVerifier.create(failures().attempt((attempt) -> {
			attempt.matches("right", "wrong");
			return Mono.error(new IllegalStateException("The database is away"));
		})).verifyError(IllegalStateException.class);
		assertTokensLeft(1);
	}

	@Test
	void keepsTheChargeOfAComparisonThatFails() {
		StepVerifier.create(failures().attempt((attempt) -> Mono.fromSupplier(() -> attempt.judge(() -> {
			throw new IllegalStateException("The encoder cannot read this");
		})))).verifyError(IllegalStateException.class);
		assertTokensLeft(1);
	}

	@Test
	void keepsTheChargeOfWhatFailsBetweenTwoComparisons() {
		StepVerifier.create(consecutiveFailures().attempt((attempt) -> {
			attempt.matches("first", "wrong");
			throw new IllegalStateException("The second cannot be decrypted");
		})).verifyError(IllegalStateException.class);
		assertTokensLeft(1);
	}

	@Test
	void givesTheChargeOfARightSecretBackWhateverFailsThen() {
		StepVerifier.create(consecutiveFailures().attempt((attempt) -> {
			attempt.matches("first", "right");
			attempt.matches("right", "right");
			return Mono.error(new IllegalStateException("The database is away"));
		})).verifyError(IllegalStateException.class);
		assertTokensLeft(2);
	}

	@Test
	void keepsTheChargeOfWhatTurnsOutToBeRightNoLonger() {
		StepVerifier.create(failures().attempt((attempt) -> {
			attempt.matches("right", "right");
			attempt.fail();
			return Mono.error(new FaroeException(FaroeError.INCORRECT_CODE));
		})).verifyError(FaroeException.class);
		assertTokensLeft(1);
	}

	@Test
	void keepsTheChargeOfASuccessThatComparedNothing() {
		StepVerifier.create(consecutiveFailures().attempt((attempt) -> Mono.just("success")))
			.expectNext("success")
			.verifyComplete();
		assertTokensLeft(1);
	}

	@Test
	void settlesOtherCountersAsItDoesLimits() {
		List<String> calls = new ArrayList<>();
		AttemptLimiter counted = failures().count(new RecordingCounter(calls));
		StepVerifier.create(counted.attempt(AttemptLimiterTests::guessWrong)).verifyError(FaroeException.class);
		StepVerifier.create(counted.attempt(AttemptLimiterTests::guessRight)).expectNext("success").verifyComplete();
		StepVerifier.create(counted.attempt((attempt) -> Mono.error(new IllegalStateException())))
			.verifyError(IllegalStateException.class);
		assertThat(calls).containsExactly("charge", "fail", "charge", "succeed", "charge", "give back");
	}

	@Test
	void resultIsTheSameWhenCountingFails() {
		AttemptLimiter counted = failures().count(new RecordingCounter(new ArrayList<>()) {

			@Override
			public Mono<Void> fail() {
				return Mono.error(new IllegalStateException("The database is away"));
			}

			@Override
			public Mono<Void> succeed() {
				throw new IllegalStateException("The database is away");
			}

		});
		StepVerifier.create(counted.attempt(AttemptLimiterTests::guessWrong)).verifyError(FaroeException.class);
		StepVerifier.create(counted.attempt(AttemptLimiterTests::guessRight)).expectNext("success").verifyComplete();
		assertTokensLeft(1);
	}

	@Test
	void keepsTheChargeWhenNobodyWaitsForTheAnswer() {
		Sinks.Empty<String> never = Sinks.empty();
		failures().attempt((attempt) -> never.asMono()).subscribe().dispose();
		assertTokensLeft(1);
	}

	@Test
	void attemptsNothingPastTheLimit() {
		AtomicInteger attempts = new AtomicInteger();
		for (int number = 0; number < 5; number++) {
			StepVerifier.create(failures().attempt((attempt) -> {
				attempts.incrementAndGet();
				return guessWrong(attempt);
			})).verifyError(FaroeException.class);
		}
		assertThat(attempts).hasValue(2);
	}

	@Test
	void chargesNoLimitWhenAnotherRefuses() {
		this.otherLimit.charge("key").block();
		StepVerifier.create(failures().limit(this.otherLimit, "key").attempt(AttemptLimiterTests::guessRight))
			.verifyErrorMatches(
					(ex) -> ex instanceof FaroeException refusal && refusal.error() == FaroeError.TOO_MANY_REQUESTS);
		assertTokensLeft(2);
	}

	@Test
	void leavesALimitWithoutKeyOut() {
		AttemptLimiter unlimited = AttemptLimiter.countingFailures().limit(this.limit, null);
		for (int number = 0; number < 5; number++) {
			StepVerifier.create(unlimited.attempt(AttemptLimiterTests::guessRight))
				.expectNext("success")
				.verifyComplete();
		}
	}

	private static class RecordingCounter implements AttemptCounter {

		private final List<String> calls;

		RecordingCounter(List<String> calls) {
			this.calls = calls;
		}

		@Override
		public Mono<Void> charge() {
			return Mono.fromRunnable(() -> this.calls.add("charge"));
		}

		@Override
		public Mono<Void> giveBack() {
			return Mono.fromRunnable(() -> this.calls.add("give back"));
		}

		@Override
		public Mono<Void> succeed() {
			return Mono.fromRunnable(() -> this.calls.add("succeed"));
		}

		@Override
		public Mono<Void> fail() {
			return Mono.fromRunnable(() -> this.calls.add("fail"));
		}

	}

}
