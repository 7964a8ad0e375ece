package dev.faroe.sample.pages;

import java.util.Locale;
import java.util.Map;

import dev.faroe.client.ClientAddressResolver;
import dev.faroe.flow.EmailUpdateFlow;
import dev.faroe.login.FaroeUserDetails;
import reactor.core.publisher.Mono;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;

/**
 * Changing the email address: the new one, then the code from the mail to it.
 */
@Page
@RequestMapping("/account/email")
class EmailPages {

	private static final Ticket TICKET = new Ticket("email");

	private final EmailUpdateFlow updates;

	private final ClientAddressResolver addresses;

	private final FailedForms failed;

	EmailPages(EmailUpdateFlow updates, ClientAddressResolver addresses, FailedForms failed) {
		this.updates = updates;
		this.addresses = addresses;
		this.failed = failed;
	}

	@GetMapping
	String form() {
		return "account/email";
	}

	@PostMapping
	Mono<Rendering> begin(Form form, @AuthenticationPrincipal FaroeUserDetails user, ServerWebExchange exchange,
			WebSession session, Locale locale) {
		return this.updates.begin(user.getUserId(), form.email(), this.addresses.resolve(exchange), locale)
			.map((ticket) -> TICKET.keep(ticket, session, "/account/email/verify"))
			.transform(this.failed.shownAt("account/email", Map.of("email", form.email()), exchange));
	}

	@GetMapping("/verify")
	String verifyForm() {
		return "account/email-verify";
	}

	@PostMapping("/verify")
	Mono<Rendering> verify(Form form, @AuthenticationPrincipal FaroeUserDetails user, ServerWebExchange exchange,
			WebSession session) {
		return this.updates.verify(user.getUserId(), TICKET.of(session), form.code())
			.thenReturn(Rendering.redirectTo("/account?email-changed").build())
			.transform(this.failed.shownAt("account/email-verify", Map.of(), exchange));
	}

	record Form(String email, String code) {

		Form {
			email = Typed.orEmpty(email);
			code = Typed.withoutSpaces(code);
		}

		/**
		 * The model of a page can get into a log.
		 */
		@Override
		public String toString() {
			return "Form";
		}

	}

}
