package dev.faroe.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The clock moves when it is moved, and only then.
 */
class TestClockTests {

	private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

	private final TestClock clock = new TestClock();

	@Test
	void beginsWithTheTimeOfTheComputer() {
		Instant before = Instant.now();
		assertThat(new TestClock().instant()).isBetween(before, Instant.now());
	}

	@Test
	void isMoved() {
		this.clock.set(TIME);
		assertThat(this.clock.instant()).isEqualTo(TIME);
		this.clock.advance(Duration.ofMinutes(5));
		assertThat(this.clock.instant()).isEqualTo("2026-01-01T00:05:00Z");
		this.clock.advance(Duration.ofMinutes(-10));
		assertThat(this.clock.instant()).isEqualTo("2025-12-31T23:55:00Z");
	}

	@Test
	void losesNoMoveOfSeveralThreads() {
		this.clock.set(TIME);
		IntStream.range(0, 10_000).parallel().forEach((i) -> this.clock.advance(Duration.ofSeconds(1)));
		assertThat(this.clock.instant()).isEqualTo(TIME.plusSeconds(10_000));
	}

	@Test
	void movesInEveryZone() {
		TestClock berlin = this.clock.withZone(ZoneId.of("Europe/Berlin"));
		assertThat(berlin.getZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
		assertThat(this.clock.getZone()).isEqualTo(ZoneOffset.UTC);
		this.clock.set(TIME);
		assertThat(berlin.instant()).isEqualTo(TIME);
		assertThat(berlin).isNotEqualTo(this.clock);
		assertThat(berlin.withZone(ZoneOffset.UTC)).isEqualTo(this.clock).hasSameHashCodeAs(this.clock);
	}

}
