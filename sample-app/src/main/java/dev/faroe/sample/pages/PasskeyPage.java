package dev.faroe.sample.pages;

import dev.faroe.login.FaroeUserDetails;
import dev.faroe.passkey.PasskeyService;
import reactor.core.publisher.Mono;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.reactive.result.view.Rendering;

/**
 * The passkeys of the user. Its forms go to the endpoints of the library.
 */
@Page
class PasskeyPage {

	private final PasskeyService passkeys;

	PasskeyPage(PasskeyService passkeys) {
		this.passkeys = passkeys;
	}

	@GetMapping("/account/passkeys")
	Mono<Rendering> list(@AuthenticationPrincipal FaroeUserDetails user) {
		return this.passkeys.list(user.getUserId())
			.collectList()
			.map((found) -> Rendering.view("account/passkeys").modelAttribute("found", found).build());
	}

}
