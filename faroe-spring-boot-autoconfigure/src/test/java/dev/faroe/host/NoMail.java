package dev.faroe.host;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Sends no mail, for applications that find the examples of the docs among their
 * components.
 */
@Component
class NoMail implements Mailer {

	@Override
	public Mono<Void> send(@Nullable String address, String text) {
		return Mono.empty();
	}

}
