package dev.faroe.delivery;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.faroe.event.CodeNotDeliveredEvent;
import dev.faroe.event.publishing.QueuedEvents;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link CodeDelivery} when the application starts and stops.
 */
class CodeDeliveryShutdownTests {

	private final Deliveries deliveries = new Deliveries();

	private final BlockingQueue<CodePurpose> sent = new LinkedBlockingQueue<>();

	private final CountDownLatch slow = new CountDownLatch(1);

	private static void deliver(CodeDelivery delivery, CodePurpose purpose) {
		delivery.deliver(Deliveries.message(purpose)).block();
	}

	@Test
	void stopsAfterTheEventsWhoseListenersHaveNotices() {
		CodeDelivery delivery = this.deliveries.with(null, 1, 1);
		assertThat(delivery.getPhase()).isLessThan(QueuedEvents.PHASE);
		assertThat(delivery.isAutoStartup()).isTrue();
	}

	@Test
	void keepsWhatComesBeforeTheStart() {
		CodeDelivery delivery = this.deliveries.with((message) -> this.sent.add(message.purpose()), 10, 2);
		deliver(delivery, CodePurpose.LOG_IN);
		assertThat(delivery.isRunning()).isFalse();
		assertThat(this.sent).isEmpty();
		delivery.start();
		assertThat(delivery.isRunning()).isTrue();
		assertThat(Deliveries.next(this.sent)).isEqualTo(CodePurpose.LOG_IN);
		Deliveries.stopNow(delivery);
	}

	@Test
	void deliversWhatWaitsBeforeItHasStopped() {
		CodeDelivery delivery = this.deliveries.with((message) -> {
			this.slow.await();
			this.sent.add(message.purpose());
		}, 10, 2);
		delivery.start();
		for (int message = 0; message < 5; message++) {
			deliver(delivery, CodePurpose.LOG_IN);
		}
		CompletableFuture<Void> stopped = Deliveries.stop(delivery);
		assertThat(delivery.isRunning()).isFalse();
		assertThat(stopped).isNotDone();
		this.slow.countDown();
		assertThat(stopped).succeedsWithin(1, TimeUnit.MINUTES);
		assertThat(this.sent).hasSize(5);
		delivery.destroy();
		assertThat(this.deliveries.events).isEmpty();
	}

	@Test
	void triesWhatWaitsForAnotherAttemptOnceMoreAtOnce() {
		CodeDelivery delivery = this.deliveries.with((message) -> {
			this.sent.add(message.purpose());
			throw new IOException("Not yet");
		}, 10, 1);
		delivery.start();
		deliver(delivery, CodePurpose.LOG_IN);
		var retry = this.deliveries.timer.next();
		assertThat(Deliveries.stop(delivery)).succeedsWithin(1, TimeUnit.MINUTES);
		retry.task().run();
		delivery.destroy();
		assertThat(retry.handle().isDisposed()).isTrue();
		assertThat(this.sent).hasSize(2);
		assertThat(this.deliveries.timer.isIdle()).isTrue();
		assertThat(this.deliveries.events).containsExactly(new CodeNotDeliveredEvent("user", "LOG_IN",
				IOException.class.getName(), 2, this.deliveries.clock.instant()));
		assertThat(delivery.queued()).isZero();
	}

	@Test
	void givesUpWhatTheShutdownHasNoTimeFor() {
		CountDownLatch begun = new CountDownLatch(1);
		CodeDelivery delivery = this.deliveries.with((message) -> {
			begun.countDown();
			this.slow.await();
		}, 10, 1);
		delivery.start();
		deliver(delivery, CodePurpose.LOG_IN);
		deliver(delivery, CodePurpose.PASSWORD_RESET);
		assertThat(begun).satisfies((latch) -> assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue());
		CompletableFuture<Void> stopped = Deliveries.stop(delivery);
		delivery.destroy();
		assertThat(stopped).isNotDone();
		assertThat(new String[] { this.deliveries.nextOutcome(), this.deliveries.nextOutcome() })
			.containsExactlyInAnyOrder("PASSWORD_RESET STOPPED", "LOG_IN FAILURE");
		deliver(delivery, CodePurpose.EMAIL_UPDATE);
		assertThat(this.deliveries.nextOutcome()).isEqualTo("EMAIL_UPDATE STOPPED");
		assertThat(this.deliveries.timer.isIdle()).isTrue();
		assertThat(delivery.queued()).isZero();
	}

	@Test
	void canStartAgain() {
		CodeDelivery delivery = this.deliveries.with((message) -> this.sent.add(message.purpose()), 10, 2);
		delivery.start();
		delivery.start();
		assertThat(Deliveries.stop(delivery)).succeedsWithin(1, TimeUnit.MINUTES);
		assertThat(Deliveries.stop(delivery)).isCompleted();
		deliver(delivery, CodePurpose.LOG_IN);
		delivery.start();
		assertThat(Deliveries.next(this.sent)).isEqualTo(CodePurpose.LOG_IN);
		Deliveries.stopNow(delivery);
	}

}
