package dev.faroe.sample.pages;

import java.util.Locale;
import java.util.Map;

import dev.faroe.client.ClientAddressResolver;
import dev.faroe.flow.PasswordResetFlow;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;

/**
 * A new password for who has forgotten it: the address, the code from the mail, and the
 * password.
 */
@Page
@RequestMapping("/forgotten-password")
class ForgottenPasswordPages {

	private static final Ticket TICKET = new Ticket("forgotten-password");

	private final PasswordResetFlow resets;

	private final ClientAddressResolver addresses;

	private final FailedForms failed;

	ForgottenPasswordPages(PasswordResetFlow resets, ClientAddressResolver addresses, FailedForms failed) {
		this.resets = resets;
		this.addresses = addresses;
		this.failed = failed;
	}

	@GetMapping
	String form() {
		return "forgotten-password/forgotten-password";
	}

	@PostMapping
	Mono<Rendering> begin(Form form, ServerWebExchange exchange, WebSession session, Locale locale) {
		return this.resets.begin(form.email(), this.addresses.resolve(exchange), locale)
			.map((ticket) -> TICKET.keep(ticket, session, "/forgotten-password/verify"))
			.transform(this.failed.shownAt("forgotten-password/forgotten-password", Map.of("email", form.email()),
					exchange));
	}

	@GetMapping("/verify")
	String verifyForm() {
		return "forgotten-password/verify";
	}

	@PostMapping("/verify")
	Mono<Rendering> verify(Form form, ServerWebExchange exchange, WebSession session) {
		return this.resets.verify(TICKET.of(session), form.code(), this.addresses.resolve(exchange))
			.thenReturn(Rendering.redirectTo("/forgotten-password/new").build())
			.transform(this.failed.shownAt("forgotten-password/verify", Map.of(), exchange));
	}

	@GetMapping("/new")
	String newPasswordForm() {
		return "forgotten-password/new";
	}

	@PostMapping("/new")
	Mono<Rendering> reset(Form form, ServerWebExchange exchange, WebSession session) {
		return this.resets.reset(TICKET.of(session), form.newPassword(), this.addresses.resolve(exchange))
			.thenReturn(Rendering.redirectTo("/sign-in?new-password").build())
			.transform(this.failed.shownAt("forgotten-password/new", Map.of(), exchange));
	}

	record Form(String email, String newPassword, String code) {

		Form {
			email = Typed.orEmpty(email);
			newPassword = Typed.orEmpty(newPassword);
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
