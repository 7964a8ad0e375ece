package dev.faroe.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.faroe.event.FaroeEvent;
import dev.faroe.event.publishing.FaroeEvents;
import dev.faroe.security.Secret;
import dev.faroe.test.ManualTimer;
import dev.faroe.test.MutableClock;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@link CodeDelivery} with a clock and a timer of the test's, and what it tells.
 */
final class Deliveries implements FaroeEvents {

	static final String CODE = "SECRETCD";

	static final String EMAIL = "ann@example.com";

	final MutableClock clock = new MutableClock();

	final ManualTimer timer = new ManualTimer();

	final List<FaroeEvent> events = new CopyOnWriteArrayList<>();

	private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();

	CodeDelivery with(@Nullable CodeSender sender, int capacity, int threads) {
		return with(sender, capacity, threads, 4);
	}

	CodeDelivery with(@Nullable CodeSender sender, int capacity, int threads, int attempts) {
		return new CodeDelivery(sender, this, (purpose, outcome) -> this.outcomes.add(purpose + " " + outcome),
				this.clock, this.timer, new RetryPolicy(attempts, Duration.ofSeconds(1), Duration.ofSeconds(3)),
				capacity, threads);
	}

	/**
	 * Wait until a delivery ends, and return what it was for and how it ended.
	 */
	String nextOutcome() {
		return next(this.outcomes);
	}

	boolean isQuiet() {
		return this.outcomes.isEmpty() && this.events.isEmpty();
	}

	static <T> T next(BlockingQueue<T> queue) {
		try {
			T next = queue.poll(1, TimeUnit.MINUTES);
			assertThat(next).isNotNull();
			return next;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static CodeMessage message(CodePurpose purpose) {
		return message(purpose, null);
	}

	static CodeMessage message(CodePurpose purpose, @Nullable Instant expiresAt) {
		return new CodeMessage(purpose, "user", EMAIL, Secret.of(CODE), null, expiresAt, Locale.ENGLISH);
	}

	static CompletableFuture<Void> stop(CodeDelivery delivery) {
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		delivery.stop(() -> stopped.complete(null));
		return stopped;
	}

	static void stopNow(CodeDelivery delivery) {
		assertThat(stop(delivery)).succeedsWithin(1, TimeUnit.MINUTES);
		delivery.destroy();
	}

	@Override
	public Mono<Void> publishAfterCommit(Function<Instant, ? extends FaroeEvent> event) {
		throw new IllegalStateException("A delivery is no change");
	}

	@Override
	public void publishNow(Function<Instant, ? extends FaroeEvent> event) {
		this.events.add(event.apply(this.clock.instant()));
	}

}
