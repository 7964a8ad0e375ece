package dev.faroe.test;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * A scheduler that runs what is due later when a test says so.
 */
public final class ManualTimer implements Scheduler {

	private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();

	/**
	 * Wait until something is scheduled that has not been asked for, and return it.
	 */
	public Entry next() {
		try {
			Entry entry = this.entries.poll(1, TimeUnit.MINUTES);
			if (entry == null) {
				throw new AssertionError("Nothing was scheduled");
			}
			return entry;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	public boolean isIdle() {
		return this.entries.isEmpty();
	}

	@Override
	public Disposable schedule(Runnable task) {
		throw new UnsupportedOperationException("Everything is due later");
	}

	@Override
	public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
		Entry entry = new Entry(Duration.ofNanos(unit.toNanos(delay)), task, Disposables.single());
		this.entries.add(entry);
		return entry.handle();
	}

	@Override
	public Worker createWorker() {
		throw new UnsupportedOperationException("Nobody needs order");
	}

	/**
	 * What is due after a delay.
	 */
	public record Entry(Duration delay, Runnable task, Disposable handle) {

		/**
		 * Say that it is due.
		 */
		public void run() {
			if (!this.handle.isDisposed()) {
				this.task.run();
			}
		}

	}

}
