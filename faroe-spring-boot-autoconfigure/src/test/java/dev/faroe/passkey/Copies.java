package dev.faroe.passkey;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.faroe.event.PasskeyCopySuspectedEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;

/**
 * The copies of passkeys that were reported.
 */
class Copies {

	private final BlockingQueue<PasskeyCopySuspectedEvent> events = new LinkedBlockingQueue<>();

	@EventListener
	void on(PasskeyCopySuspectedEvent event) {
		this.events.add(event);
	}

	/**
	 * Return the next one of a user, for which a loaded machine may need a minute.
	 */
	@Nullable PasskeyCopySuspectedEvent next(String userId) {
		try {
			PasskeyCopySuspectedEvent event = this.events.poll(1, TimeUnit.MINUTES);
			while (event != null && !event.userId().equals(userId)) {
				event = this.events.poll(1, TimeUnit.MINUTES);
			}
			return event;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
