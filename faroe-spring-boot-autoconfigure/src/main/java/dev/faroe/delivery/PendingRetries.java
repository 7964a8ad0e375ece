package dev.faroe.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * What waits for its next attempt, on no thread. Whoever takes an entry out of the map
 * decides what becomes of it, so that none is lost or doubled when the application stops.
 */
final class PendingRetries {

	private final Scheduler timer;

	private final Map<Runnable, Disposable.Swap> waiting = new ConcurrentHashMap<>();

	private volatile boolean open = true;

	PendingRetries(Scheduler timer) {
		this.timer = timer;
	}

	/**
	 * Wait before an attempt.
	 * @param attempt the attempt
	 * @param delay how long to wait
	 * @param due takes the attempt then, without blocking
	 * @return whether it has been taken care of
	 */
	boolean add(Runnable attempt, Duration delay, Consumer<Runnable> due) {
		if (!this.open) {
			return false;
		}
		Disposable.Swap handle = Disposables.swap();
		this.waiting.put(attempt, handle);
		try {
			handle.update(this.timer.schedule(() -> {
				if (this.waiting.remove(attempt) != null) {
					due.accept(attempt);
				}
			}, delay.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (RejectedExecutionException ex) {
			return this.waiting.remove(attempt) == null;
		}
		return this.open || !cancel(attempt);
	}

	void open() {
		this.open = true;
	}

	/**
	 * Let nothing wait from now on.
	 * @return what has waited until now
	 */
	List<Runnable> close() {
		this.open = false;
		List<Runnable> attempts = new ArrayList<>();
		for (Runnable attempt : this.waiting.keySet()) {
			if (cancel(attempt)) {
				attempts.add(attempt);
			}
		}
		return attempts;
	}

	/**
	 * Take an attempt out.
	 * @return whether nobody else has done so
	 */
	private boolean cancel(Runnable attempt) {
		Disposable handle = this.waiting.remove(attempt);
		if (handle != null) {
			handle.dispose();
		}
		return handle != null;
	}

}
