package dev.faroe.cleanup;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.Assert;

/**
 * Runs the {@link RequestCleanup} when the application starts and at an interval from
 * then on, on a thread of its own: the scheduling of the application is neither used nor
 * switched on. A run begins an interval after the last has ended, so that runs never
 * overlap.
 */
public final class CleanupSchedule implements SmartLifecycle {

	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);

	private final RequestCleanup cleanup;

	private final Duration interval;

	private volatile @Nullable ThreadPoolTaskScheduler scheduler;

	/**
	 * Create a schedule.
	 * @param cleanup what to run
	 * @param interval the time between two runs; zero to run never
	 */
	public CleanupSchedule(RequestCleanup cleanup, Duration interval) {
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
		if (this.scheduler != null || this.interval.isZero()) {
			return;
		}
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setThreadNamePrefix("faroe-cleanup-");
		scheduler.setDaemon(true);
		// An interrupt would make an embedded database close its file.
		scheduler.setWaitForTasksToCompleteOnShutdown(true);
		scheduler.setAwaitTerminationMillis(SHUTDOWN_TIMEOUT.toMillis());
		scheduler.initialize();
		this.scheduler = scheduler;
		scheduler.scheduleWithFixedDelay(() -> run(scheduler), this.interval);
	}

	/**
	 * The thread is there to wait. When the schedule is stopped, the batch under way is
	 * the last one.
	 */
	private void run(ThreadPoolTaskScheduler scheduler) {
		this.cleanup.run().takeWhile((rows) -> this.scheduler == scheduler).then().block();
	}

	@Override
	public synchronized void stop() {
		ThreadPoolTaskScheduler scheduler = this.scheduler;
		if (scheduler != null) {
			this.scheduler = null;
			scheduler.shutdown();
		}
	}

	@Override
	public boolean isRunning() {
		return this.scheduler != null;
	}

}
