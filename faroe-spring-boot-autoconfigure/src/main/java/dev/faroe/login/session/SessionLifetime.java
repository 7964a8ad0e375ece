package dev.faroe.login.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How long a log-in lasts, however busy its session is (ASVS 7.3.2).
 *
 * @param clock what tells the time
 * @param maxAge how long it lasts
 * @param notBefore when it must have begun at the earliest, or {@code null} for no such
 * time
 */
record SessionLifetime(Clock clock, Duration maxAge, @Nullable Instant notBefore) {

	boolean isOver(Instant begunAt) {
		return !this.clock.instant().isBefore(begunAt.plus(this.maxAge))
				|| this.notBefore != null && begunAt.isBefore(this.notBefore);
	}

}
