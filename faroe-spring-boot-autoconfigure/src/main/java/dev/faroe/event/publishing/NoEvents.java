package dev.faroe.event.publishing;

import java.time.Instant;
import java.util.function.Function;

import dev.faroe.event.FaroeEvent;
import reactor.core.publisher.Mono;

/**
 * Publishes nothing.
 */
enum NoEvents implements FaroeEvents {

	INSTANCE;

	@Override
	public Mono<Void> publishAfterCommit(Function<Instant, ? extends FaroeEvent> event) {
		return Mono.empty();
	}

	@Override
	public void publishNow(Function<Instant, ? extends FaroeEvent> event) {
	}

}
