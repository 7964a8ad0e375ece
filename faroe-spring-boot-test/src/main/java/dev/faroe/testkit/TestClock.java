package dev.faroe.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until a test moves it. It begins with the time of the
 * computer. Can be shared among threads, and among test classes that share an
 * application: then each finds it where the one before has left it.
 */
public final class TestClock extends Clock {

	private final AtomicReference<Instant> now;

	private final ZoneId zone;

	/**
	 * Create a clock in UTC that shows the time of the computer.
	 */
	public TestClock() {
		this(new AtomicReference<>(Instant.now()), ZoneOffset.UTC);
	}

	private TestClock(AtomicReference<Instant> now, ZoneId zone) {
		this.now = now;
		this.zone = zone;
	}

	@Override
	public Instant instant() {
		return this.now.get();
	}

	/**
	 * Move the clock.
	 * @param duration how far, back if it is negative
	 */
	public void advance(Duration duration) {
		this.now.updateAndGet((before) -> before.plus(duration));
	}

	/**
	 * Set the clock.
	 * @param instant the time that it shows from now on
	 */
	public void set(Instant instant) {
		this.now.set(instant);
	}

	@Override
	public ZoneId getZone() {
		return this.zone;
	}

	/**
	 * Return the same clock in another zone: both move together.
	 */
	@Override
	public TestClock withZone(ZoneId zone) {
		return new TestClock(this.now, zone);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof TestClock clock && clock.now == this.now && clock.zone.equals(this.zone);
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this.now) * 31 + this.zone.hashCode();
	}

	@Override
	public String toString() {
		return "TestClock[%s, %s]".formatted(this.now, this.zone);
	}

}
