package dev.faroe.sample.pages;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.login.message.Failure;
import dev.faroe.login.message.FaroeMessages;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/**
 * Shows a form again after a failure, with the sentence next to its field. What was typed
 * is kept but for secrets.
 */
@Component
public class FailedForms {

	private final FaroeMessages messages;

	FailedForms(FaroeMessages messages) {
		this.messages = messages;
	}

	/**
	 * Show a page with what went wrong, instead of what follows.
	 * @param view the page
	 * @param typed what it shows again
	 * @param exchange the exchange
	 * @return what makes the page of a failure
	 */
	public Function<Mono<Rendering>, Mono<Rendering>> shownAt(String view, Map<String, ?> typed,
			ServerWebExchange exchange) {
		return (outcome) -> outcome.onErrorResume(FaroeException.class,
				(ex) -> Mono.just(show(view, typed, failure(ex), ex.error().status(), exchange)));
	}

	/**
	 * Which of two passwords is meant, the services do not know.
	 */
	private static Failure failure(FaroeException ex) {
		Failure failure = Failure.of(ex);
		return (ex.error() == FaroeError.WEAK_PASSWORD) ? failure.as(failure.key(), "newPassword") : failure;
	}

	private Rendering show(String view, Map<String, ?> typed, Failure failure, int status, ServerWebExchange exchange) {
		Locale locale = Objects.requireNonNullElse(exchange.getLocaleContext().getLocale(), Locale.ENGLISH);
		Rendering.Builder<?> page = Rendering.view(view)
			.status(HttpStatus.valueOf(status))
			.modelAttribute("failure", Sentence.of(failure, this.messages, locale));
		if (failure.retryAfter() != null) {
			page.header(HttpHeaders.RETRY_AFTER, failure.retryAfter().toString());
		}
		typed.forEach(page::modelAttribute);
		return page.build();
	}

}
