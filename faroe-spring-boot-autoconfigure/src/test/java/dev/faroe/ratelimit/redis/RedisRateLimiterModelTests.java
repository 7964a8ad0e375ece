package dev.faroe.ratelimit.redis;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import dev.faroe.FaroeException;
import dev.faroe.ratelimit.Charge;
import dev.faroe.ratelimit.RateLimit;
import dev.faroe.ratelimit.RateLimiter;
import dev.faroe.test.MutableClock;
import dev.faroe.test.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares what two instances with clocks that differ count in Redis to a model that
 * remembers every charge. The sequences are random, and the same in each run.
 */
@Tag("one-jdk")
class RedisRateLimiterModelTests {

	private static final List<Duration> PERIODS = List.of(Duration.ofNanos(2500), Duration.ofNanos(1_000_001),
			Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofHours(1));

	private static final int SEQUENCES = 60;

	private static final int STEPS = 40;

	private final RedisClient client = RedisClient.create(TestRedis.shared().url());

	private final StatefulRedisConnection<byte[], byte[]> connection = this.client.connect(ByteArrayCodec.INSTANCE);

	private final String prefix = "test:" + UUID.randomUUID() + ":";

	@AfterEach
	void close() {
		this.client.shutdown(Duration.ZERO, Duration.ofSeconds(20));
	}

	private RateLimiter limiter(MutableClock clock) {
		return new RedisRateLimiter(this.connection::async, this.prefix, clock);
	}

	@ParameterizedTest
	@EnumSource
	void countsWhatTheModelCounts(RateLimit.Kind kind) {
		for (int seed = 0; seed < SEQUENCES; seed++) {
			Random random = new Random(seed);
			RateLimit limit = new RateLimit("model", kind, 1 + random.nextInt(5),
					PERIODS.get(random.nextInt(PERIODS.size())));
			new Sequence(limit, "key " + seed, random).run();
		}
	}

	/**
	 * As the client library does when a connection was lost before the answers came.
	 */
	@ParameterizedTest
	@EnumSource
	void givesBackOnceWhatIsSentTwiceInTurns(RateLimit.Kind kind) {
		RateLimit limit = new RateLimit("turns", kind, 4, Duration.ofMinutes(1));
		RateLimiter limiter = limiter(new MutableClock());
		List<Charge> charges = new ArrayList<>();
		for (int i = 0; i < limit.capacity(); i++) {
			charges.add(limiter.charge(limit, "key").block());
		}
		for (int i : new int[] { 0, 1, 0, 1 }) {
			charges.get(i).giveBack().block();
		}
		assertThat(admitted(limiter, limit)).isEqualTo(2);
	}

	@Test
	void knowsTheLatestTimeAfterEverythingWasGivenBack() {
		RateLimit limit = RateLimit.window("time", 2, Duration.ofSeconds(2));
		MutableClock clockAhead = new MutableClock();
		clockAhead.advance(Duration.ofSeconds(3));
		RateLimiter ahead = limiter(clockAhead);
		RateLimiter behind = limiter(new MutableClock());
		int admitted = 0;
		for (int i = 0; i < 5; i++) {
			ahead.charge(limit, "key").flatMap(Charge::giveBack).onErrorComplete(FaroeException.class).block();
			admitted += admitted(behind, limit);
		}
		assertThat(admitted).isEqualTo(2);
	}

	private static int admitted(RateLimiter limiter, RateLimit limit) {
		int admitted = 0;
		while (limiter.charge(limit, "key").hasElement().onErrorReturn(FaroeException.class, false).block()) {
			admitted++;
		}
		return admitted;
	}

	private final class Sequence {

		private final RateLimit limit;

		private final String key;

		private final Random random;

		private final Model model;

		private final List<MutableClock> clocks = List.of(new MutableClock(), new MutableClock());

		private final List<RateLimiter> limiters = this.clocks.stream()
			.map(RedisRateLimiterModelTests.this::limiter)
			.toList();

		private final List<Made> made = new ArrayList<>();

		private final StringBuilder story = new StringBuilder();

		Sequence(RateLimit limit, String key, Random random) {
			this.limit = limit;
			this.key = key;
			this.random = random;
			this.model = new Model(limit);
			this.story.append(limit);
		}

		void run() {
			for (int step = 0; step < STEPS; step++) {
				int instance = this.random.nextInt(2);
				switch (this.random.nextInt(12)) {
					case 0, 1, 2, 3, 4 -> charge(instance);
					case 5, 6, 7 -> giveBack();
					case 8 -> clear(instance);
					default -> passTime();
				}
			}
		}

		private void charge(int instance) {
			Instant now = this.clocks.get(instance).instant();
			Object id = new Object();
			long expected = this.model.charge(now, id);
			long wait = 0;
			try {
				this.made.add(new Made(this.limiters.get(instance).charge(this.limit, this.key).block(), instance, id));
			}
			catch (FaroeException ex) {
				wait = ex.retryAfter().toNanos() / 1000;
			}
			this.story.append("; charge by ").append(instance);
			assertThat(wait).as("%s", this.story).isEqualTo(expected);
		}

		private void giveBack() {
			if (this.made.isEmpty()) {
				return;
			}
			int number = this.random.nextInt(this.made.size());
			Made made = this.made.get(number);
			this.model.giveBack(this.clocks.get(made.instance).instant(), made.id);
			made.charge.giveBack().block();
			this.story.append("; give back ").append(number);
		}

		private void clear(int instance) {
			this.model.clear();
			this.limiters.get(instance).clear(this.limit, this.key).block();
			this.story.append("; clear");
		}

		private void passTime() {
			long period = this.limit.period().toNanos();
			long nanos = switch (this.random.nextInt(4)) {
				case 0 -> this.random.nextInt(3000);
				case 1 -> period + this.random.nextInt(3000) - 1500;
				case 2 -> period;
				default -> (long) (this.random.nextDouble(-0.5, 1.5) * period);
			};
			this.clocks.forEach((clock) -> clock.advance(Duration.ofNanos(nanos)));
			this.story.append("; time ").append(nanos);
			if (this.random.nextInt(4) == 0) {
				long ahead = this.random.nextLong(-3_000_000_000L, 3_000_000_000L);
				this.clocks.get(1).set(this.clocks.get(0).instant().plusNanos(ahead));
				this.story.append(", 1 ahead ").append(ahead);
			}
		}

	}

	private record Made(Charge charge, int instance, Object id) {
	}

	/**
	 * Counts in microseconds, and never forgets what it gave back.
	 */
	private static final class Model {

		private final boolean window;

		private final int capacity;

		private final long period;

		private final Set<Object> charges = new HashSet<>();

		private long latest = Long.MIN_VALUE;

		private long owed;

		Model(RateLimit limit) {
			this.window = limit.kind() == RateLimit.Kind.WINDOW;
			this.capacity = limit.capacity();
			this.period = limit.period().plusNanos(999).toNanos() / 1000;
		}

		long charge(Instant now, Object id) {
			long owed = owed(now);
			if (owed + price() > this.capacity * price()) {
				return this.window ? this.period - elapsed(now) : owed + price() - this.capacity * price();
			}
			if (owed == 0) {
				this.charges.clear();
			}
			if (owed == 0 || !this.window) {
				this.latest = Math.max(this.latest, after(now));
			}
			this.owed = owed + price();
			this.charges.add(id);
			return 0;
		}

		void giveBack(Instant now, Object id) {
			long owed = owed(now);
			if (owed == 0 || !this.charges.remove(id)) {
				return;
			}
			this.owed = Math.max(0, owed - price());
			if (this.owed == 0) {
				this.charges.clear();
			}
			if (this.owed == 0 || !this.window) {
				this.latest = Math.max(this.latest, after(now));
			}
		}

		void clear() {
			this.charges.clear();
			this.owed = 0;
			this.latest = Long.MIN_VALUE;
		}

		private long price() {
			return this.window ? 1 : this.period;
		}

		private long owed(Instant now) {
			if (this.owed == 0) {
				return 0;
			}
			if (this.window) {
				return (elapsed(now) >= this.period) ? 0 : this.owed;
			}
			return Math.max(0, this.owed - elapsed(now));
		}

		private long elapsed(Instant now) {
			return Math.max(0, before(now) - this.latest);
		}

		private static long before(Instant now) {
			return ChronoUnit.MICROS.between(Instant.EPOCH, now);
		}

		private static long after(Instant now) {
			return before(now.plusNanos(999));
		}

	}

}
