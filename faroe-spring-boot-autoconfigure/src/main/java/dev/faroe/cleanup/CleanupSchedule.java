package dev.faroe.cleanup;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;

/**
 * Runs the {@link RequestCleanup} when the application starts and at an interval from
 * then on. The scheduling of the application is neither used nor switched on. A run
 * begins an interval after the last has ended, so that runs never overlap.
 */
final class CleanupSchedule implements SmartLifecycle {

	private final RequestCleanup cleanup;

	private final Duration interval;

	private volatile Sinks.@Nullable Empty<Void> stop;

	private Mono<Void> end = Mono.empty();

	CleanupSchedule(RequestCleanup cleanup, Duration interval) {
		Assert.isTrue(!interval.isNegative(), "interval must not be negative");
		this.cleanup = cleanup;
		this.interval = interval;
	}

	@Override
	public boolean isAutoStartup() {
		return !this.interval.isZero();
	}

	@Override
	public synchronized void start() {
		if (isRunning() || this.interval.isZero()) {
			return;
		}
		Sinks.Empty<Void> stop = Sinks.empty();
		this.stop = stop;
		this.end = runs(stop).cache();
		this.end.subscribe();
	}

	/**
	 * A batch is never cancelled: that could interrupt the thread, and an embedded
	 * database closes its file when its thread is interrupted. The one under way when the
	 * schedule stops is the last instead.
	 */
	private Mono<Void> runs(Sinks.Empty<Void> stop) {
		BooleanSupplier running = () -> this.stop == stop;
		Mono<Void> run = this.cleanup.run()
			.takeWhile((rows) -> running.getAsBoolean())
			.then()
			.subscribeOn(Schedulers.boundedElastic());
		Mono<Void> pause = Mono.delay(this.interval).takeUntilOther(stop.asMono()).then();
		return run.then(pause).repeat(running).then();
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	/**
	 * Stop, and call back once no batch is under way any more.
	 */
	@Override
	public synchronized void stop(Runnable callback) {
		Sinks.Empty<Void> stop = this.stop;
		if (stop != null) {
			this.stop = null;
			stop.tryEmitEmpty();
		}
		this.end.doFinally((signal) -> callback.run()).subscribe();
	}

	@Override
	public boolean isRunning() {
		return this.stop != null;
	}

}
