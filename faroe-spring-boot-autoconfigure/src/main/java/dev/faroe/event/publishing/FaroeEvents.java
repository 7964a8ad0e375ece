package dev.faroe.event.publishing;

import java.time.Instant;
import java.util.function.Function;

import dev.faroe.event.FaroeEvent;
import reactor.core.publisher.Mono;

/**
 * Publishes the events of the services.
 */
public interface FaroeEvents {

	/**
	 * Publish what has changed: once the transaction that the caller is part of has
	 * committed, or at once if there is none. What is rolled back is not published.
	 * @param event makes the event from the current time
	 * @return a completion signal, which waits for no listener
	 */
	Mono<Void> publishAfterCommit(Function<Instant, ? extends FaroeEvent> event);

	/**
	 * Publish what changes nothing, such as a wrong password, at once: no transaction can
	 * take it back. Waits for no listener.
	 * @param event makes the event from the current time
	 */
	void publishNow(Function<Instant, ? extends FaroeEvent> event);

	/**
	 * Return an instance whose {@link #publishNow} never fails: who counts a wrong code
	 * must not be kept from it.
	 * @param events what publishes
	 * @return the instance
	 */
	static FaroeEvents guarded(FaroeEvents events) {
		return (events instanceof GuardedEvents) ? events : new GuardedEvents(events);
	}

	/**
	 * Return an instance that publishes nothing.
	 * @return the instance
	 */
	static FaroeEvents none() {
		return NoEvents.INSTANCE;
	}

}
