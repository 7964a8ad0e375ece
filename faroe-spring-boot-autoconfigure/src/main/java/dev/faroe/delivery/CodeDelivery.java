package dev.faroe.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.faroe.event.CodeNotDeliveredEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.event.publishing.QueuedEvents;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.Assert;

/**
 * Delivers messages with codes, and notices, on threads of its own. Nobody waits for a
 * delivery, and nobody can tell from the time that it takes to ask for one to whom it
 * goes, or whether it will arrive.
 * <p>
 * Deliveries are in memory, in a queue of a limited size. One that fails is tried again
 * later, and holds up no other meanwhile. One that is given up ends in a
 * {@link CodeNotDeliveredEvent}.
 * <p>
 * When the application stops, what waits is delivered, within the time that the
 * application gives to a phase of its shutdown. What has failed before has one more
 * attempt then, at once.
 */
public final class CodeDelivery implements SmartLifecycle, DisposableBean {

	/** The name of the bean. */
	public static final String BEAN_NAME = "faroeCodeDelivery";

	/**
	 * After the events, whose listeners have notices to deliver.
	 */
	static final int PHASE = QueuedEvents.PHASE - 1024;

	private static final Log logger = LogFactory.getLog(CodeDelivery.class);

	private final @Nullable CodeSender sender;

	private final FaroeEvents events;

	private final DeliveryListener listener;

	private final Clock clock;

	private final RetryPolicy policy;

	private final int capacity;

	private final Semaphore room;

	private final DeliveryThreads threads;

	private final PendingRetries retries;

	private final AtomicBoolean full = new AtomicBoolean();

	private volatile boolean running;

	CodeDelivery(@Nullable CodeSender sender, FaroeEvents events, DeliveryListener listener, Clock clock,
			Scheduler timer, RetryPolicy policy, int capacity, int threads) {
		this.sender = sender;
		this.events = FaroeEvents.guarded(events);
		this.listener = listener;
		this.clock = clock;
		this.policy = policy;
		this.capacity = capacity;
		this.room = new Semaphore(capacity);
		this.threads = new DeliveryThreads(threads);
		this.retries = new PendingRetries(timer);
	}

	/**
	 * Deliver a message.
	 * @param message the message
	 * @return a completion signal, which waits for no sender, and comes whether there is
	 * room for the message or not
	 */
	public Mono<Void> deliver(CodeMessage message) {
		Assert.notNull(message, "message must not be null");
		return Mono.fromRunnable(() -> enqueue(message));
	}

	/**
	 * Deliver a message once the transaction that the caller is part of has committed, or
	 * at once if there is none. What is rolled back is not delivered.
	 * @param message the message
	 * @return a completion signal, as that of {@link #deliver(CodeMessage)}
	 */
	public Mono<Void> deliverAfterCommit(CodeMessage message) {
		Assert.notNull(message, "message must not be null");
		return AfterCommit.run(() -> enqueue(message));
	}

	/**
	 * Deliver something that has its own way of getting there. Waits for nothing.
	 * @param deliverable what is to be delivered
	 */
	public void deliver(Deliverable deliverable) {
		Attempt attempt = new Attempt(deliverable);
		if (!this.room.tryAcquire()) {
			warnOnceThatItIsFull();
			attempt.giveUp(DeliveryOutcome.QUEUE_FULL);
		}
		else if (!this.threads.add(attempt)) {
			attempt.end(DeliveryOutcome.STOPPED);
		}
	}

	private void enqueue(CodeMessage message) {
		if (this.sender != null) {
			deliver(new MessageToSend(message, this.sender));
		}
		else {
			new Attempt(new MessageToSend(message, (unsent) -> {
			})).giveUp(DeliveryOutcome.NO_SENDER);
		}
	}

	/**
	 * Return how many deliveries have not ended: they wait for a thread, are under way,
	 * or wait for another attempt.
	 * @return the number of deliveries
	 */
	public int queued() {
		return this.capacity - this.room.availablePermits();
	}

	private void warnOnceThatItIsFull() {
		if (this.full.compareAndSet(false, true)) {
			logger.error("Messages to users are not delivered, because " + this.capacity + " wait already; the next"
					+ " message comes when all of them have been delivered, and as many wait again");
		}
	}

	@Override
	public synchronized void start() {
		if (this.running) {
			return;
		}
		if (this.sender == null) {
			logger.warn("Codes go nowhere, and nobody gets them: there is no bean of type " + CodeSender.class.getName()
					+ ". Define one, or have Faroe send mails, with spring-boot-starter-mail, spring.mail.host and"
					+ " faroe.mail.from, or set faroe.delivery.enabled to false.");
		}
		this.running = true;
		this.retries.open();
		this.threads.start();
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	/**
	 * Stop, and call back once everything that waits now has been tried.
	 */
	@Override
	public synchronized void stop(Runnable callback) {
		if (!this.running) {
			callback.run();
			return;
		}
		this.running = false;
		this.retries.close().forEach(this.threads::add);
		this.threads.stop(callback);
	}

	/**
	 * Give up what there was no time for.
	 */
	@Override
	public synchronized void destroy() {
		this.running = false;
		this.retries.close().forEach(this.threads::add);
		this.threads.close().forEach((task) -> ((Attempt) task).end(DeliveryOutcome.STOPPED));
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
	 * A delivery and how often it has been tried. No record: two that are equal are two.
	 */
	private final class Attempt implements Runnable {

		private final Deliverable deliverable;

		private int attempts;

		Attempt(Deliverable deliverable) {
			this.deliverable = deliverable;
		}

		/**
		 * Whatever a sender fails with, the thread goes on and the failure counts.
		 */
		@Override
		public void run() {
			if (isWorthless(CodeDelivery.this.clock.instant())) {
				end(DeliveryOutcome.EXPIRED);
				return;
			}
			this.attempts++;
			DeliveryOutcome outcome;
			try {
				outcome = this.deliverable.attempt() ? DeliveryOutcome.SUCCESS : DeliveryOutcome.SUPPRESSED;
			}
			catch (Throwable ex) {
				failed(ex);
				return;
			}
			finally {
				Thread.interrupted();
			}
			end(outcome);
		}

		private void failed(Throwable ex) {
			RetryPolicy policy = CodeDelivery.this.policy;
			Duration delay = policy.delayAfter(this.attempts);
			boolean retried = !(ex instanceof IllegalArgumentException) && this.attempts < policy.attempts()
					&& !isWorthless(CodeDelivery.this.clock.instant().plus(delay))
					&& CodeDelivery.this.retries.add(this, delay, this::tryAgain);
			if (!retried) {
				log(FailureNames.of(ex));
				end(DeliveryOutcome.FAILURE, ex.getClass().getName());
			}
		}

		private void tryAgain(Runnable attempt) {
			if (!CodeDelivery.this.threads.add(attempt)) {
				end(DeliveryOutcome.STOPPED);
			}
		}

		private boolean isWorthless(Instant time) {
			Instant expiresAt = this.deliverable.expiresAt();
			return expiresAt != null && !time.isBefore(expiresAt);
		}

		private void end(DeliveryOutcome outcome) {
			if (outcome.isLoss()) {
				log(outcome.name());
			}
			end(outcome, outcome.name());
		}

		private void log(String failure) {
			logger.error("A message to a user is given up after %d attempt(s) to deliver it, %s: %s"
				.formatted(this.attempts, this.deliverable.purpose(), failure));
		}

		private void end(DeliveryOutcome outcome, String failure) {
			CodeDelivery.this.room.release();
			if (queued() == 0) {
				CodeDelivery.this.full.set(false);
			}
			tell(outcome, failure);
		}

		/**
		 * End what has never had room in the queue, without a line in the log for each.
		 */
		private void giveUp(DeliveryOutcome outcome) {
			tell(outcome, outcome.name());
		}

		private void tell(DeliveryOutcome outcome, String failure) {
			CodeDelivery.this.listener.ended(this.deliverable.purpose(), outcome.name());
			if (outcome.isLoss()) {
				CodeDelivery.this.events.publishNow((time) -> new CodeNotDeliveredEvent(this.deliverable.userId(),
						this.deliverable.purpose(), failure, this.attempts, time));
			}
		}

	}

}
