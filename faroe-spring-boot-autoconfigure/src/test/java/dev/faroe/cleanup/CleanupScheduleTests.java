package dev.faroe.cleanup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * {@link CleanupSchedule}, in virtual time.
 */
class CleanupScheduleTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final Batches batches = new Batches();

	private final CleanupSchedule schedule = schedule(HOUR);

	@BeforeEach
	void replaceTime() {
		VirtualTimeScheduler.getOrSet();
	}

	@AfterEach
	void restoreTime() {
		this.schedule.stop();
		VirtualTimeScheduler.reset();
	}

	@Test
	void runsAtStartAndAtIntervals() {
		this.schedule.start();
		assertThat(this.batches.started).isOne();
		advance(HOUR.minusSeconds(1));
		assertThat(this.batches.started).isOne();
		advance(Duration.ofSeconds(1));
		assertThat(this.batches.started).isEqualTo(2);
		advance(HOUR.multipliedBy(10));
		assertThat(this.batches.started).isEqualTo(12);
		assertThat(this.schedule.isRunning()).isTrue();
		assertThat(this.schedule.isAutoStartup()).isTrue();
	}

	@Test
	void runsAgainAfterFailure() {
		this.batches.result = Mono.error(new IllegalStateException("A failure"));
		this.schedule.start();
		advance(HOUR);
		assertThat(this.batches.started).isEqualTo(2);
	}

	@Test
	void neverOverlapsWithItself() {
		Sinks.One<Integer> slow = Sinks.one();
		this.batches.result = slow.asMono();
		this.schedule.start();
		advance(HOUR.multipliedBy(3));
		assertThat(this.batches.started).isOne();
		slow.tryEmitValue(0);
		assertThat(this.batches.started).isOne();
		advance(HOUR);
		assertThat(this.batches.started).isEqualTo(2);
	}

	@Test
	void runsNoMoreOnceItHasStopped() {
		this.schedule.start();
		AtomicBoolean stopped = new AtomicBoolean();
		this.schedule.stop(() -> stopped.set(true));
		assertThat(stopped).isTrue();
		assertThat(this.schedule.isRunning()).isFalse();
		advance(HOUR.multipliedBy(3));
		assertThat(this.batches.started).isOne();
	}

	@Test
	void stopsAfterBatchUnderWay() {
		Sinks.One<Integer> fullBatch = Sinks.one();
		this.batches.result = fullBatch.asMono();
		this.schedule.start();
		AtomicBoolean stopped = new AtomicBoolean();
		this.schedule.stop(() -> stopped.set(true));
		assertThat(stopped).isFalse();
		assertThat(this.batches.cancelled).isFalse();
		fullBatch.tryEmitValue(1);
		assertThat(stopped).isTrue();
		assertThat(this.batches.started).isOne();
	}

	@Test
	void startsAndStopsAgain() {
		this.schedule.start();
		this.schedule.start();
		assertThat(this.batches.started).isOne();
		this.schedule.stop();
		this.schedule.stop();
		this.schedule.start();
		assertThat(this.batches.started).isEqualTo(2);
		advance(HOUR);
		assertThat(this.batches.started).isEqualTo(3);
	}

	@Test
	void neverRunsWithoutInterval() {
		CleanupSchedule off = schedule(Duration.ZERO);
		assertThat(off.isAutoStartup()).isFalse();
		off.start();
		assertThat(off.isRunning()).isFalse();
		assertThat(this.batches.started).isZero();
		AtomicBoolean stopped = new AtomicBoolean();
		off.stop(() -> stopped.set(true));
		assertThat(stopped).isTrue();
	}

	@Test
	void needsIntervalThatPasses() {
		assertThatIllegalArgumentException().isThrownBy(() -> schedule(Duration.ofSeconds(-1)));
	}

	private static void advance(Duration duration) {
		VirtualTimeScheduler.get().advanceTimeBy(duration);
	}

	private CleanupSchedule schedule(Duration interval) {
		return new CleanupSchedule(new RequestCleanup(List.of(this.batches), 1, Clock.systemUTC()), interval);
	}

	/**
	 * Counts the batches of one row each.
	 */
	private static final class Batches implements ExpiredRequests {

		private int started;

		private boolean cancelled;

		private Mono<Integer> result = Mono.just(0);

		@Override
		public Mono<Integer> deleteExpired(Instant now, int limit) {
			this.started++;
			return this.result.doOnCancel(() -> this.cancelled = true);
		}

	}

}
