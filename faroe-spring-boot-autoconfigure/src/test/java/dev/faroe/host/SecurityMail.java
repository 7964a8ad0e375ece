package dev.faroe.host;

import dev.faroe.event.EmailChangedEvent;
import reactor.core.publisher.Mono;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The example of docs/events.md.
 */
@Component
class SecurityMail {

	private final Mailer mailer;

	SecurityMail(Mailer mailer) {
		this.mailer = mailer;
	}

	@EventListener
	Mono<Void> on(EmailChangedEvent event) {
		if (event.formerEmail() == null) {
			return Mono.empty();
		}
		return this.mailer.send(event.formerEmail(), "Your email address was changed");
	}

}
