package dev.faroe.sample.pages;

import java.util.Map;

import dev.faroe.client.ClientAddressResolver;
import dev.faroe.login.FaroeUserDetails;
import dev.faroe.password.PasswordService;
import reactor.core.publisher.Mono;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/**
 * Changing the password.
 */
@Page
@RequestMapping("/account/password")
class PasswordPage {

	private final PasswordService passwords;

	private final ClientAddressResolver addresses;

	private final FailedForms failed;

	PasswordPage(PasswordService passwords, ClientAddressResolver addresses, FailedForms failed) {
		this.passwords = passwords;
		this.addresses = addresses;
		this.failed = failed;
	}

	@GetMapping
	String form() {
		return "account/password";
	}

	@PostMapping
	Mono<Rendering> change(Form form, @AuthenticationPrincipal FaroeUserDetails user, ServerWebExchange exchange) {
		return this.passwords
			.update(user.getUserId(), form.password(), form.newPassword(), this.addresses.resolve(exchange))
			.thenReturn(Rendering.redirectTo("/account?password-changed").build())
			.transform(this.failed.shownAt("account/password", Map.of(), exchange));
	}

	record Form(String password, String newPassword) {

		Form {
			password = Typed.orEmpty(password);
			newPassword = Typed.orEmpty(newPassword);
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
