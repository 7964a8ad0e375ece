package dev.faroe.sql;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * For how long the outcome of a transaction is kept back after its commit. By then, its
 * connection is free for others.
 */
final class LateOutcome {

	private final AtomicReference<Duration> longest = new AtomicReference<>(Duration.ZERO);

	static @Nullable LateOutcome in(ContextView context) {
		return context.getOrDefault(LateOutcome.class, null);
	}

	Context putInto(Context context) {
		return context.put(LateOutcome.class, this);
	}

	void keepBack(Duration time) {
		this.longest.accumulateAndGet(time, (one, other) -> (one.compareTo(other) >= 0) ? one : other);
	}

	<T> Mono<T> after(Mono<T> transaction) {
		return transaction.materialize()
			.delayUntil((end) -> end.isOnError() || this.longest.get().isZero() ? Mono.empty()
					: Mono.delay(this.longest.get()))
			.dematerialize();
	}

}
