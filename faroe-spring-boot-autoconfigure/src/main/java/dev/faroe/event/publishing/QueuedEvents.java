package dev.faroe.event.publishing;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

import dev.faroe.event.FaroeEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import org.springframework.util.Assert;

/**
 * Publishes events to the listeners of the application, one after another, on a thread of
 * its own: a listener that takes long or fails holds up other events, but no request.
 * <p>
 * Events wait in a queue. When it is full, further ones are dropped, counted and logged.
 * Refusals, of which an attacker can make any number, have as much room as changes and no
 * more, so that they cannot displace those.
 * <p>
 * Events are delivered from the start of the application on. When it stops, what waits is
 * still delivered, within the time that the application gives to a phase of its shutdown.
 */
public final class QueuedEvents implements FaroeEvents, SmartLifecycle {

	/**
	 * After the web server has stopped: the last requests have events, too.
	 */
	public static final int PHASE = DEFAULT_PHASE - 4096;

	private static final Log logger = LogFactory.getLog(QueuedEvents.class);

	private final ApplicationEventPublisher publisher;

	private final Clock clock;

	private final int capacity;

	// Semaphores bound the queue: a bounded queue would take a lock, on which an event
	// loop could have to wait.
	private final Semaphore roomForChanges;

	private final Semaphore roomForRefusals;

	private final LinkedTransferQueue<Runnable> queue = new LinkedTransferQueue<>();

	private final LongAdder dropped = new LongAdder();

	private final AtomicBoolean dropping = new AtomicBoolean();

	private volatile boolean running;

	/**
	 * Create an instance.
	 * @param publisher what knows the listeners
	 * @param clock what tells the time
	 * @param capacity how many changes, and how many refusals, may wait for the
	 * listeners; at least 1
	 */
	public QueuedEvents(ApplicationEventPublisher publisher, Clock clock, int capacity) {
		Assert.isTrue(capacity > 0, "capacity must be positive");
		this.publisher = publisher;
		this.clock = clock;
		this.capacity = capacity;
		this.roomForChanges = new Semaphore(capacity);
		this.roomForRefusals = new Semaphore(capacity);
	}

	@Override
	public Mono<Void> publishAfterCommit(Function<Instant, ? extends FaroeEvent> event) {
		return Mono.defer(() -> {
			FaroeEvent change = event.apply(this.clock.instant());
			return TransactionSynchronizationManager.forCurrentTransaction()
				.filter(TransactionSynchronizationManager::isSynchronizationActive)
				.onErrorResume(NoTransactionException.class, (ex) -> Mono.empty())
				.doOnNext((transaction) -> transaction.registerSynchronization(new AfterCommit(change)))
				.switchIfEmpty(Mono.fromRunnable(() -> enqueue(change, this.roomForChanges)))
				.then();
		});
	}

	@Override
	public void publishNow(Function<Instant, ? extends FaroeEvent> event) {
		enqueue(event.apply(this.clock.instant()), this.roomForRefusals);
	}

	/**
	 * Return how many events wait for the listeners, with the one that they have.
	 * @return the number of events
	 */
	public int queued() {
		return 2 * this.capacity - this.roomForChanges.availablePermits() - this.roomForRefusals.availablePermits();
	}

	/**
	 * Return how many events were dropped because the queue was full.
	 * @return the number of events, since the instance was created
	 */
	public long dropped() {
		return this.dropped.sum();
	}

	private void enqueue(FaroeEvent event, Semaphore room) {
		if (room.tryAcquire()) {
			this.queue.add(() -> deliver(event, room));
			return;
		}
		this.dropped.increment();
		if (this.dropping.compareAndSet(false, true)) {
			logger.warn("Events are dropped, because " + this.capacity + " wait for the listeners of the application"
					+ " already; the next message comes when the listeners have caught up and fallen behind again");
		}
	}

	private void deliver(FaroeEvent event, Semaphore room) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (Exception | LinkageError | AssertionError ex) {
			logger.error("A listener failed on " + event.getClass().getSimpleName(), ex);
		}
		finally {
			room.release();
			if (this.queue.isEmpty()) {
				this.dropping.set(false);
			}
		}
	}

	@Override
	public synchronized void start() {
		if (!this.running) {
			this.running = true;
			CustomizableThreadFactory threads = new CustomizableThreadFactory("faroe-events-");
			threads.setDaemon(true);
			threads.newThread(this::deliverUntilStopped).start();
		}
	}

	private void deliverUntilStopped() {
		try {
			Runnable next = this.queue.take();
			while (!(next instanceof Stop)) {
				next.run();
				next = this.queue.take();
			}
			next.run();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	/**
	 * Stop, and call back once the events that wait now have been delivered.
	 */
	@Override
	public synchronized void stop(Runnable callback) {
		if (!this.running) {
			callback.run();
			return;
		}
		this.running = false;
		this.queue.add(new Stop(callback));
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * What the thread ends at.
	 */
	private record Stop(Runnable callback) implements Runnable {

		@Override
		public void run() {
			this.callback.run();
		}

	}

	/**
	 * No record: two events that are equal are two events.
	 */
	private final class AfterCommit implements TransactionSynchronization {

		private final FaroeEvent event;

		AfterCommit(FaroeEvent event) {
			this.event = event;
		}

		@Override
		public Mono<Void> afterCommit() {
			return Mono.fromRunnable(() -> enqueue(this.event, QueuedEvents.this.roomForChanges));
		}

	}

}
