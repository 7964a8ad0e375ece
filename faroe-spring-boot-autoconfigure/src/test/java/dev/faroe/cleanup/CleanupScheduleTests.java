package dev.faroe.cleanup;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * {@link CleanupSchedule}.
 */
class CleanupScheduleTests {

	private static final Duration SHORT = Duration.ofMillis(1);

	private static final Duration LONG = Duration.ofDays(1);

	private CleanupSchedule schedule = schedule((now, limit) -> Mono.just(0), LONG);

	@AfterEach
	void stop() {
		this.schedule.stop();
	}

	@Test
	void runsWhenItStarts() throws Exception {
		CountDownLatch runs = new CountDownLatch(1);
		start((now, limit) -> count(runs), LONG);
		await(runs);
		assertThat(this.schedule.isRunning()).isTrue();
		assertThat(this.schedule.isAutoStartup()).isTrue();
	}

	@Test
	void runsAgainAndAgain() throws Exception {
		CountDownLatch runs = new CountDownLatch(5);
		start((now, limit) -> count(runs), SHORT);
		await(runs);
	}

	@Test
	void runsAgainAfterFailure() throws Exception {
		CountDownLatch runs = new CountDownLatch(3);
		start((now, limit) -> count(runs).then(Mono.error(new IllegalStateException("A failure"))), SHORT);
		await(runs);
	}

	@Test
	void neverOverlapsWithItself() throws Exception {
		AtomicInteger underWay = new AtomicInteger();
		AtomicBoolean overlapped = new AtomicBoolean();
		CountDownLatch runs = new CountDownLatch(5);
		start((now, limit) -> Mono.fromRunnable(() -> {
			if (underWay.incrementAndGet() > 1) {
				overlapped.set(true);
			}
		}).then(Mono.delay(Duration.ofMillis(5))).doOnNext((tick) -> underWay.decrementAndGet()).then(count(runs)),
				SHORT);
		await(runs);
		assertThat(overlapped).isFalse();
	}

	@Test
	void stopsAfterBatchUnderWay() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		AtomicInteger batches = new AtomicInteger();
		Sinks.One<Integer> batch = Sinks.one();
		start((now, limit) -> {
			batches.incrementAndGet();
			started.countDown();
			return batch.asMono();
		}, SHORT);
		await(started);
		Thread stopping = new Thread(this.schedule::stop);
		stopping.start();
		while (this.schedule.isRunning()) {
			Thread.onSpinWait();
		}
		batch.tryEmitValue(1);
		stopping.join();
		assertThat(batches).hasValue(1);
	}

	@Test
	void runsNoMoreOnceItHasStopped() throws Exception {
		CountDownLatch runs = new CountDownLatch(1);
		start((now, limit) -> count(runs), SHORT);
		await(runs);
		this.schedule.stop();
		assertThat(this.schedule.isRunning()).isFalse();
		assertThat(Thread.getAllStackTraces().keySet()).noneMatch((thread) -> thread.getName().startsWith(THREAD));
	}

	@Test
	void startsAgain() throws Exception {
		CountDownLatch first = new CountDownLatch(1);
		CountDownLatch second = new CountDownLatch(2);
		start((now, limit) -> count(first).then(count(second)), LONG);
		this.schedule.start();
		await(first);
		this.schedule.stop();
		this.schedule.stop();
		this.schedule.start();
		await(second);
	}

	@Test
	void neverRunsWithoutInterval() {
		this.schedule = schedule((now, limit) -> Mono.just(0), Duration.ZERO);
		assertThat(this.schedule.isAutoStartup()).isFalse();
		this.schedule.start();
		assertThat(this.schedule.isRunning()).isFalse();
	}

	@Test
	void needsIntervalThatPasses() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> schedule((now, limit) -> Mono.just(0), Duration.ofSeconds(-1)));
	}

	private static final String THREAD = "faroe-cleanup-";

	private static Mono<Integer> count(CountDownLatch latch) {
		return Mono.fromSupplier(() -> {
			latch.countDown();
			return 0;
		});
	}

	private static void await(CountDownLatch latch) throws InterruptedException {
		assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
	}

	private void start(ExpiredRequests requests, Duration interval) {
		this.schedule = schedule(requests, interval);
		this.schedule.start();
	}

	private static CleanupSchedule schedule(ExpiredRequests requests, Duration interval) {
		return new CleanupSchedule(new RequestCleanup(List.of(requests), 1, Clock.systemUTC()), interval);
	}

}
