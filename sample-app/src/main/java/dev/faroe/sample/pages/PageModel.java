package dev.faroe.sample.pages;

import java.util.Locale;

import dev.faroe.login.message.Failure;
import dev.faroe.login.message.FaroeMessages;
import dev.faroe.login.step.PasskeyScript;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.web.reactive.result.view.CsrfRequestDataValueProcessor;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.server.ServerWebExchange;

/**
 * What all pages with forms show: why the last form failed, and the token that forms
 * need.
 */
@ControllerAdvice(annotations = Page.class)
class PageModel {

	private final FaroeMessages messages;

	private final PasskeyScript passkeys;

	PageModel(FaroeMessages messages, PasskeyScript passkeys) {
		this.messages = messages;
		this.passkeys = passkeys;
	}

	/**
	 * A form has the fields that it has, and no others, such as {@code email[0]}.
	 */
	@InitBinder
	void takeNothingElse(WebDataBinder binder) {
		binder.setDeclarativeBinding(true);
	}

	/**
	 * The steps of the library lead back to a page with the reason in the address.
	 */
	@ModelAttribute("failure")
	@Nullable Sentence failure(ServerHttpRequest request, Locale locale) {
		return Failure.in(request).map((failure) -> Sentence.of(failure, this.messages, locale)).orElse(null);
	}

	@ModelAttribute("passkeys")
	PasskeyScript passkeys() {
		return this.passkeys;
	}

	/**
	 * A method without a value would count as an answer to the request.
	 */
	@ModelAttribute("formToken")
	Mono<CsrfToken> formToken(ServerWebExchange exchange) {
		Mono<CsrfToken> token = exchange.getRequiredAttribute(CsrfToken.class.getName());
		return token.doOnNext(
				(value) -> exchange.getAttributes().put(CsrfRequestDataValueProcessor.DEFAULT_CSRF_ATTR_NAME, value));
	}

}
