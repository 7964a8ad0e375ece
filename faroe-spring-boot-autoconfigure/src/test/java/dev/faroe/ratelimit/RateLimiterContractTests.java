package dev.faroe.ratelimit;

import java.time.Duration;
import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.test.MutableClock;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link RateLimiter} does, wherever it counts. To test a store, extend this.
 */
public abstract class RateLimiterContractTests {

	protected static final RateLimit BUCKET = RateLimit.bucket("bucket", 2, Duration.ofSeconds(10));

	protected static final RateLimit WINDOW = RateLimit.window("window", 2, Duration.ofMinutes(15));

	protected final MutableClock clock = new MutableClock();

	protected abstract RateLimiter limiter();

	protected Charge charge(RateLimit limit, String key) {
		Charge charge = limiter().charge(limit, key).block();
		assertThat(charge).isNotNull();
		return charge;
	}

	protected void assertRefused(RateLimit limit, String key, Duration retryAfter) {
		StepVerifier.create(limiter().charge(limit, key)).verifyErrorSatisfies((ex) -> {
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
		charge.giveBack().block();
		charge(WINDOW, "key");
		assertRefused(WINDOW, "key", Duration.ofMinutes(15));
	}

	@Test
	void givesNothingBackOfAnEarlierWindow() {
		Charge charge = charge(WINDOW, "key");
		this.clock.advance(Duration.ofMinutes(15));
		charge(WINDOW, "key");
		charge(WINDOW, "key");
		charge.giveBack().block();
		assertRefused(WINDOW, "key", Duration.ofMinutes(15));
	}

	@Test
	void givesEachChargeBackOnce() {
		for (RateLimit limit : List.of(WINDOW, BUCKET)) {
			List<Charge> charges = List.of(charge(limit, "key"), charge(limit, "key"));
			charges.get(0).giveBack().block();
			charge(limit, "key");
			for (int index : new int[] { 1, 0, 1, 0 }) {
				charges.get(index).giveBack().block();
			}
			charge(limit, "key");
			StepVerifier.create(limiter().charge(limit, "key")).verifyError(FaroeException.class);
		}
	}

	@Test
	void windowWhoseTokensWereAllGivenBackIsForgotten() {
		charge(WINDOW, "key").giveBack().block();
		this.clock.advance(Duration.ofMinutes(10));
		charge(WINDOW, "key");
		charge(WINDOW, "key");
		assertRefused(WINDOW, "key", Duration.ofMinutes(15));
	}

	@Test
	void clearsAndChecksKeys() {
		StepVerifier.create(limiter().check(WINDOW, "key")).verifyComplete();
		charge(WINDOW, "key");
		StepVerifier.create(limiter().check(WINDOW, "key")).verifyComplete();
		charge(WINDOW, "key");
		StepVerifier.create(limiter().check(WINDOW, "key")).verifyError(FaroeException.class);
		limiter().clear(WINDOW, "key").block();
		StepVerifier.create(limiter().check(WINDOW, "key")).verifyComplete();
	}

	@Test
	void countsKeysAndLimitsOnTheirOwn() {
		charge(WINDOW, "key");
		charge(WINDOW, "key");
		charge(WINDOW, "another key");
		charge(BUCKET, "key");
	}

	@Test
	void givesABucketsTokenBackOnce() {
		Charge charge = charge(BUCKET, "key");
		charge(BUCKET, "key");
		charge.giveBack().block();
		charge(BUCKET, "key");
		assertRefused(BUCKET, "key", Duration.ofSeconds(10));
	}

	@Test
	void givesNothingBackOfAKeyThatWasCleared() {
		Charge charge = charge(WINDOW, "key");
		limiter().clear(WINDOW, "key").block();
		charge(WINDOW, "key");
		charge(WINDOW, "key");
		charge.giveBack().block();
		assertRefused(WINDOW, "key", Duration.ofMinutes(15));
	}

	@Test
	void partOfAWindowThatIsGivenBackDoesNotMoveItsEnd() {
		Charge charge = charge(WINDOW, "key");
		this.clock.advance(Duration.ofMinutes(5));
		charge(WINDOW, "key");
		charge.giveBack().block();
		charge(WINDOW, "key");
		assertRefused(WINDOW, "key", Duration.ofMinutes(10));
	}

	@Test
	void neverLetsMoreThroughThanThereAreTokens() {
		Long admitted = Flux.range(0, 200)
			.flatMap((number) -> limiter().charge(WINDOW, "key")
				.map((charge) -> 1)
				.onErrorResume(FaroeException.class, (ex) -> Mono.empty())
				.subscribeOn(Schedulers.parallel()), 200)
			.count()
			.block();
		assertThat(admitted).isEqualTo(2);
	}

}
