package dev.faroe.ratelimit;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The limiter in memory, as an attempt uses it: charged before, and the charge given back
 * or the count cleared after. One limiter serves all threads.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class RateLimiterBenchmark {

	private static final int KEYS = 100_000;

	private final RateLimit limit = RateLimit.bucket("benchmark", 1000, Duration.ofMinutes(1));

	private final RateLimiter limiter = new InMemoryRateLimiter(Clock.systemUTC(), KEYS);

	private final String[] keys = new String[KEYS];

	/**
	 * Give every key a count that is not full, so that each has to be looked at.
	 */
	@Setup
	public void fill() {
		for (int index = 0; index < KEYS; index++) {
			this.keys[index] = "user " + index;
			this.limiter.charge(this.limit, this.keys[index]).block();
		}
	}

	@Benchmark
	public Object chargeAndGiveBackOneKey() {
		return chargeAndGiveBack(this.keys[0]);
	}

	@Benchmark
	public Object chargeAndGiveBackManyKeys() {
		return chargeAndGiveBack(anyKey());
	}

	@Benchmark
	public Object chargeAndClearOneKey() {
		return chargeAndClear(this.keys[0]);
	}

	@Benchmark
	public Object chargeAndClearManyKeys() {
		return chargeAndClear(anyKey());
	}

	private String anyKey() {
		return this.keys[ThreadLocalRandom.current().nextInt(KEYS)];
	}

	private Charge chargeAndGiveBack(String key) {
		Charge charge = this.limiter.charge(this.limit, key).blockOptional().orElseThrow();
		charge.giveBack().block();
		return charge;
	}

	private Charge chargeAndClear(String key) {
		Charge charge = this.limiter.charge(this.limit, key).blockOptional().orElseThrow();
		this.limiter.clear(this.limit, key).block();
		return charge;
	}

}
