package dev.faroe.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any store in front of any other: here, two in memory of which one can go away.
 */
@ExtendWith(OutputCaptureExtension.class)
class FallbackRateLimiterTests extends RateLimiterContractTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final Remote remote = new Remote();

	private final RateLimiter local = RateLimiter.inMemory(this.clock, 100);

	private final FallbackRateLimiter limiter = limiter(OnStoreFailure.ALLOW, PATIENCE);

	private FallbackRateLimiter limiter(OnStoreFailure onFailure, Duration timeout) {
		return new FallbackRateLimiter(this.remote, this.local, onFailure, timeout, Duration.ofMillis(10));
	}

	@Override
	protected RateLimiter limiter() {
		return this.limiter;
	}

	@AfterEach
	void close() {
		this.limiter.close();
	}

	private void leave() {
		this.remote.absence = Mono.error(new IllegalStateException("The store of a test is away"));
		RateLimit other = RateLimit.bucket("other", 100, Duration.ofSeconds(1));
		for (int number = 0; number < 3; number++) {
			this.limiter.clear(other, "key").block();
		}
		assertThat(this.limiter.isAvailable()).isFalse();
	}

	private void comeBack() {
		this.remote.absence = Mono.empty();
		await(this.limiter::isAvailable);
	}

	private static void await(BooleanSupplier condition) {
		Flux.interval(Duration.ofMillis(5)).filter((tick) -> condition.getAsBoolean()).blockFirst(PATIENCE);
	}

	private static int tokens(RateLimiter limiter) {
		int tokens = 0;
		while (Boolean.TRUE.equals(limiter.charge(WINDOW, "key").hasElement().onErrorReturn(false).block())) {
			tokens++;
		}
		return tokens;
	}

	@Test
	void countsInTheStoreWhileItIsThere() {
		charge(WINDOW, "key");
		assertThat(tokens(this.remote)).isOne();
		assertThat(tokens(this.local)).isEqualTo(2);
		assertThat(this.limiter.failures()).isZero();
	}

	@Test
	void givesBackWhereTheChargeWasMade() {
		Charge remotely = charge(WINDOW, "key");
		leave();
		Charge locally = charge(WINDOW, "key");
		comeBack();
		locally.giveBack().block();
		assertThat(tokens(this.local)).isEqualTo(2);
		remotely.giveBack().block();
		assertThat(tokens(this.remote)).isEqualTo(2);
	}

	@Test
	void leavesTheChargeOfAStoreThatIsAway() {
		Charge remotely = charge(WINDOW, "key");
		leave();
		StepVerifier.create(remotely.giveBack()).verifyComplete();
		assertThat(tokens(this.local)).isEqualTo(2);
		comeBack();
		assertThat(tokens(this.remote)).isOne();
	}

	@Test
	void clearsBothStores() {
		charge(WINDOW, "key");
		leave();
		charge(WINDOW, "key");
		comeBack();
		this.limiter.clear(WINDOW, "key").block();
		assertThat(tokens(this.remote)).isEqualTo(2);
		assertThat(tokens(this.local)).isEqualTo(2);
	}

	@Test
	void toleratesFewFailuresInARow() {
		for (int round = 0; round < 3; round++) {
			this.remote.absence = Mono.error(new IllegalStateException("The store of a test is away"));
			this.limiter.check(WINDOW, "key").block();
			this.limiter.check(WINDOW, "key").block();
			this.remote.absence = Mono.empty();
			this.limiter.check(WINDOW, "key").block();
		}
		assertThat(this.limiter.isAvailable()).isTrue();
		assertThat(this.limiter.failures()).isEqualTo(6);
	}

	@Test
	void waitsForNoStoreThatDoesNotAnswer() {
		try (FallbackRateLimiter limiter = limiter(OnStoreFailure.ALLOW, Duration.ofMillis(20))) {
			this.remote.absence = Mono.never();
			assertThat(limiter.charge(WINDOW, "key").block(PATIENCE)).isNotNull();
			assertThat(limiter.failures()).isOne();
			assertThat(tokens(this.local)).isOne();
		}
	}

	@Test
	void refusesWhatCannotBeCountedIfFailuresAreRejected() {
		try (FallbackRateLimiter limiter = limiter(OnStoreFailure.REJECT, PATIENCE)) {
			this.remote.absence = Mono.error(new IllegalStateException("The store of a test is away"));
			for (Mono<?> call : List.of(limiter.charge(WINDOW, "key"), limiter.check(WINDOW, "key"))) {
				StepVerifier.create(call)
					.verifyErrorMatches((ex) -> ex instanceof FaroeException refusal
							&& refusal.error() == FaroeError.SERVICE_UNAVAILABLE);
			}
			StepVerifier.create(limiter.clear(WINDOW, "key")).verifyComplete();
			assertThat(tokens(this.local)).isEqualTo(2);
		}
	}

	@Test
	void saysThatTheStoreIsAwayToWhoAsksWithoutTheFallback() {
		charge(WINDOW, "key");
		charge(WINDOW, "key");
		RateLimiter alone = this.limiter.withoutFallback();
		StepVerifier.create(alone.check(WINDOW, "key")).verifyError(FaroeException.class);
		leave();
		for (Mono<?> call : List.of(alone.charge(WINDOW, "key"), alone.check(WINDOW, "key"),
				alone.clear(WINDOW, "key"))) {
			StepVerifier.create(call)
				.verifyErrorMatches((ex) -> ex instanceof FaroeException refusal
						&& refusal.error() == FaroeError.SERVICE_UNAVAILABLE);
		}
		comeBack();
		StepVerifier.create(alone.clear(WINDOW, "key")).verifyComplete();
		assertThat(tokens(this.remote)).isEqualTo(2);
	}

	@Test
	void aRefusalIsNoFailure() {
		charge(WINDOW, "key");
		charge(WINDOW, "key");
		for (int number = 0; number < 5; number++) {
			assertRefused(WINDOW, "key", Duration.ofMinutes(15));
		}
		assertThat(this.limiter.isAvailable()).isTrue();
		assertThat(this.limiter.failures()).isZero();
	}

	@Test
	void startsWithoutTheStoreAndFindsItLater(CapturedOutput output) {
		this.remote.absence = Mono.error(new IllegalStateException("The store of a test is away"));
		try (FallbackRateLimiter limiter = limiter(OnStoreFailure.ALLOW, PATIENCE)) {
			assertThat(limiter.isAvailable()).isFalse();
			this.remote.absence = Mono.empty();
			await(limiter::isAvailable);
		}
		assertThat(output).containsOnlyOnce("A store of a test cannot be asked for rate limits")
			.containsOnlyOnce("A store of a test can be asked for rate limits again.");
	}

	/**
	 * Counts unless it is away.
	 */
	private final class Remote implements RateLimiter {

		private final RateLimiter counts = RateLimiter.inMemory(FallbackRateLimiterTests.this.clock, 100);

		private volatile Mono<Void> absence = Mono.empty();

		private <T> Mono<T> unlessAway(Mono<T> call) {
			return Mono.defer(() -> this.absence.then(call));
		}

		@Override
		public Mono<Charge> charge(RateLimit limit, String key) {
			return unlessAway(this.counts.charge(limit, key).map((charge) -> () -> unlessAway(charge.giveBack())));
		}

		@Override
		public Mono<Void> clear(RateLimit limit, String key) {
			return unlessAway(this.counts.clear(limit, key));
		}

		@Override
		public Mono<Void> check(RateLimit limit, String key) {
			return unlessAway(this.counts.check(limit, key));
		}

		@Override
		public String toString() {
			return "A store of a test";
		}

	}

}
