package dev.faroe.host;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What sends the mails of an application.
 */
interface Mailer {

	Mono<Void> send(@Nullable String address, String text);

}
