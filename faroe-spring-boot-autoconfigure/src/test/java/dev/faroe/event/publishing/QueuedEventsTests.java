package dev.faroe.event.publishing;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.faroe.event.LockedOutEvent;
import dev.faroe.event.UserCreatedEvent;
import dev.faroe.event.UserDeletedEvent;
import dev.faroe.test.MutableClock;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link QueuedEvents}.
 */
class QueuedEventsTests {

	private final MutableClock clock = new MutableClock();

	private final List<Object> published = new CopyOnWriteArrayList<>();

	private final QueuedEvents events = new QueuedEvents(this.published::add, this.clock, 2);

	@Test
	void deliversWhatWaitsInOrder() {
		change("a");
		refusal("b");
		change("c");
		assertThat(this.events.queued()).isEqualTo(3);
		assertThat(this.published).isEmpty();
		drain(this.events);
		assertThat(this.published).containsExactly(new UserCreatedEvent("a", now()),
				new LockedOutEvent("b", "limit", now()), new UserCreatedEvent("c", now()));
		assertThat(this.events.queued()).isZero();
		assertThat(this.events.dropped()).isZero();
	}

	@Test
	void dropsWhatHasNoRoom() {
		change("a");
		change("b");
		change("c");
		assertThat(this.events.queued()).isEqualTo(2);
		assertThat(this.events.dropped()).isOne();
		drain(this.events);
		assertThat(this.published).hasSize(2);
		change("d");
		drain(this.events);
		assertThat(this.published).hasSize(3);
	}

	@Test
	void keepsRoomForChangesInAFloodOfRefusals() {
		for (int refusal = 0; refusal < 100; refusal++) {
			refusal("a");
		}
		change("b");
		change("c");
		assertThat(this.events.dropped()).isEqualTo(98);
		drain(this.events);
		assertThat(this.published).hasSize(4).endsWith(new UserCreatedEvent("c", now()));
	}

	@Test
	void goesOnAfterAListenerHasFailed() {
		QueuedEvents failing = new QueuedEvents((event) -> {
			this.published.add(event);
			throw new IllegalStateException("A failure");
		}, this.clock, 2);
		for (String user : List.of("a", "b")) {
			StepVerifier.create(failing.publishAfterCommit((time) -> new UserDeletedEvent(user, time)))
				.verifyComplete();
		}
		drain(failing);
		assertThat(this.published).hasSize(2);
		assertThat(failing.queued()).isZero();
	}

	@Test
	void doesNotMakeTheCallerWaitForAListener() throws Exception {
		CountDownLatch slow = new CountDownLatch(1);
		BlockingQueue<Object> delivered = new LinkedBlockingQueue<>();
		QueuedEvents events = new QueuedEvents((event) -> {
			try {
				slow.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			delivered.add(event);
		}, this.clock, 2);
		events.start();
		events.publishNow((time) -> new LockedOutEvent("a", "limit", time));
		StepVerifier.create(events.publishAfterCommit((time) -> new UserDeletedEvent("b", time))).verifyComplete();
		assertThat(delivered).isEmpty();
		slow.countDown();
		assertThat(delivered.poll(1, TimeUnit.MINUTES)).isInstanceOf(LockedOutEvent.class);
		assertThat(delivered.poll(1, TimeUnit.MINUTES)).isInstanceOf(UserDeletedEvent.class);
		drain(events);
	}

	@Test
	void stopsAfterTheWebServer() {
		assertThat(this.events.getPhase()).isLessThan(Integer.MAX_VALUE - 2048);
		assertThat(this.events.isAutoStartup()).isTrue();
	}

	private void change(String userId) {
		StepVerifier.create(this.events.publishAfterCommit((time) -> new UserCreatedEvent(userId, time)))
			.verifyComplete();
	}

	private void refusal(String userId) {
		this.events.publishNow((time) -> new LockedOutEvent(userId, "limit", time));
	}

	private Instant now() {
		return this.clock.instant();
	}

	private static void drain(QueuedEvents events) {
		events.start();
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		events.stop(() -> stopped.complete(null));
		assertThat(stopped).succeedsWithin(1, TimeUnit.MINUTES);
		assertThat(events.isRunning()).isFalse();
	}

}
