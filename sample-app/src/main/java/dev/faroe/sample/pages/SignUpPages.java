package dev.faroe.sample.pages;

import java.util.Locale;
import java.util.Map;

import dev.faroe.client.ClientAddressResolver;
import dev.faroe.flow.SignUpFlow;
import dev.faroe.login.Factor;
import dev.faroe.login.session.FaroeSessions;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;

/**
 * Signing up: an address and a password, then the code from the mail.
 */
@Page
@RequestMapping("/sign-up")
class SignUpPages {

	private static final Ticket TICKET = new Ticket("sign-up");

	private final SignUpFlow signUps;

	private final FaroeSessions sessions;

	private final ClientAddressResolver addresses;

	private final FailedForms failed;

	SignUpPages(SignUpFlow signUps, FaroeSessions sessions, ClientAddressResolver addresses, FailedForms failed) {
		this.signUps = signUps;
		this.sessions = sessions;
		this.addresses = addresses;
		this.failed = failed;
	}

	@GetMapping
	String form() {
		return "sign-up/sign-up";
	}

	@PostMapping
	Mono<Rendering> signUp(Form form, ServerWebExchange exchange, WebSession session, Locale locale) {
		return this.signUps.begin(form.email(), form.newPassword(), this.addresses.resolve(exchange), locale)
			.map((ticket) -> TICKET.keep(ticket, session, "/sign-up/verify"))
			.transform(this.failed.shownAt("sign-up/sign-up", Map.of("email", form.email()), exchange));
	}

	@GetMapping("/verify")
	String verifyForm() {
		return "sign-up/verify";
	}

	@PostMapping("/verify")
	Mono<Rendering> verify(Form form, ServerWebExchange exchange, WebSession session) {
		return this.signUps.verify(TICKET.of(session), form.code())
			.flatMap((user) -> this.sessions.begin(exchange, user, Factor.EMAILED_CODE))
			.thenReturn(Rendering.redirectTo("/account").build())
			.transform(this.failed.shownAt("sign-up/verify", Map.of(), exchange));
	}

	@PostMapping("/again")
	Mono<Rendering> sendAgain(ServerWebExchange exchange, WebSession session, Locale locale) {
		return this.signUps.sendAgain(TICKET.of(session), this.addresses.resolve(exchange), locale)
			.thenReturn(Rendering.redirectTo("/sign-up/verify?sent").build())
			.transform(this.failed.shownAt("sign-up/verify", Map.of(), exchange));
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
