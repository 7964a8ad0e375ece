package dev.faroe.event.publishing;

import java.time.Instant;
import java.util.function.Function;

import dev.faroe.event.FaroeEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

/**
 * Lets no failure of the application's own events change what a refusal is about: a wrong
 * code stays a wrong code, whoever fails to hear of it. A change goes with its event,
 * which may be part of its transaction.
 */
final class GuardedEvents implements FaroeEvents {

	private static final Log logger = LogFactory.getLog(GuardedEvents.class);

	private final FaroeEvents events;

	GuardedEvents(FaroeEvents events) {
		this.events = events;
	}

	@Override
	public Mono<Void> publishAfterCommit(Function<Instant, ? extends FaroeEvent> event) {
		return this.events.publishAfterCommit(event);
	}

	@Override
	public void publishNow(Function<Instant, ? extends FaroeEvent> event) {
		try {
			this.events.publishNow(event);
		}
		catch (RuntimeException ex) {
			logger.error("An event was not published: " + ex.getClass().getName());
		}
	}

}
