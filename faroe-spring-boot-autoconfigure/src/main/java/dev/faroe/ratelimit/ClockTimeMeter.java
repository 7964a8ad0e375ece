package dev.faroe.ratelimit;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.github.bucket4j.TimeMeter;

/**
 * Tells Bucket4j the time of a clock.
 *
 * @param clock the clock
 */
record ClockTimeMeter(Clock clock) implements TimeMeter {

	@Override
	public long currentTimeNanos() {
		return ChronoUnit.NANOS.between(Instant.EPOCH, this.clock.instant());
	}

	@Override
	public boolean isWallClockBased() {
		return true;
	}

}
