package dev.faroe.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads that deliver, and their queue. An executor would take a lock on the thread
 * of the caller, which can be an event loop.
 */
final class DeliveryThreads {

	private static final Log logger = LogFactory.getLog(DeliveryThreads.class);

	private final int count;

	private final LinkedTransferQueue<Runnable> queue = new LinkedTransferQueue<>();

	private final List<Thread> threads = new CopyOnWriteArrayList<>();

	private volatile boolean closed;

	DeliveryThreads(int count) {
		this.count = count;
	}

	/**
	 * Run a task when a thread is free, or once there are threads.
	 * @return whether it may run; never after {@link #close}
	 */
	boolean add(Runnable task) {
		this.queue.add(task);
		return !this.closed || !this.queue.remove(task);
	}

	void start() {
		CustomizableThreadFactory factory = new CustomizableThreadFactory("faroe-delivery-");
		factory.setDaemon(true);
		this.threads.clear();
		for (int thread = 0; thread < this.count; thread++) {
			this.threads.add(factory.newThread(this::runUntilStopped));
		}
		this.threads.forEach(Thread::start);
	}

	/**
	 * End each thread after what waits now, and call back after the last one.
	 */
	void stop(Runnable callback) {
		AtomicInteger running = new AtomicInteger(this.count);
		for (int thread = 0; thread < this.count; thread++) {
			this.queue.add(new Stop(() -> {
				if (running.decrementAndGet() == 0) {
					callback.run();
				}
			}));
		}
	}

	/**
	 * Interrupt what still runs, and run nothing any more.
	 * @return what still waits
	 */
	List<Runnable> close() {
		this.closed = true;
		this.threads.forEach(Thread::interrupt);
		List<Runnable> tasks = new ArrayList<>();
		this.queue.drainTo(tasks);
		tasks.removeIf(Stop.class::isInstance);
		return tasks;
	}

	private void runUntilStopped() {
		boolean stopped = false;
		while (!stopped && !this.closed) {
			stopped = runNext();
		}
	}

	/**
	 * Run a task. Only {@link #close} ends a thread by interrupting it: a task may leave
	 * a thread interrupted.
	 * @return whether it was the last one
	 */
	private boolean runNext() {
		try {
			Runnable next = this.queue.take();
			next.run();
			return next instanceof Stop;
		}
		catch (InterruptedException ex) {
			return false;
		}
		catch (RuntimeException | Error ex) {
			logger.error("A delivery was not finished: " + ex.getClass().getName());
			return false;
		}
	}

	/**
	 * What a thread ends at.
	 */
	private record Stop(Runnable ended) implements Runnable {

		@Override
		public void run() {
			this.ended.run();
		}

	}

}
