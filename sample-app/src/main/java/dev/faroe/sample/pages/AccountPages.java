package dev.faroe.sample.pages;

import java.util.Map;

import dev.faroe.accountstate.AccountStateService;
import dev.faroe.login.FaroeUserDetails;
import dev.faroe.passkey.PasskeyService;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.security.Secret;
import dev.faroe.totp.TotpService;
import dev.faroe.user.UserService;
import reactor.core.publisher.Mono;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;

/**
 * The account: what the user has, and what can be done about it.
 */
@Page
@RequestMapping("/account")
class AccountPages {

	private final UserService users;

	private final TotpService authenticators;

	private final PasskeyService passkeys;

	private final RecoveryCodeService recoveryCodes;

	private final AccountStateService states;

	private final FailedForms failed;

	AccountPages(UserService users, TotpService authenticators, PasskeyService passkeys,
			RecoveryCodeService recoveryCodes, AccountStateService states, FailedForms failed) {
		this.users = users;
		this.authenticators = authenticators;
		this.passkeys = passkeys;
		this.recoveryCodes = recoveryCodes;
		this.states = states;
		this.failed = failed;
	}

	@GetMapping
	Mono<Rendering> account(@AuthenticationPrincipal FaroeUserDetails user) {
		return Mono
			.zip(this.users.get(user.getUserId()), this.authenticators.list(user.getUserId()).count(),
					this.passkeys.list(user.getUserId()).count())
			.map((found) -> Rendering.view("account/account")
				.modelAttribute("account", found.getT1())
				.modelAttribute("authenticators", found.getT2())
				.modelAttribute("passkeyCount", found.getT3())
				.build());
	}

	@GetMapping("/recovery-code")
	String recoveryCode() {
		return "account/recovery-code";
	}

	/**
	 * The code is shown once: to see one again is to have a new one.
	 */
	@PostMapping("/recovery-code")
	Mono<Rendering> newRecoveryCode(@AuthenticationPrincipal FaroeUserDetails user, ServerWebExchange exchange) {
		return this.recoveryCodes.regenerate(user.getUserId())
			.map((code) -> Rendering.view("account/new-recovery-code").modelAttribute("code", Secret.of(code)).build())
			.transform(this.failed.shownAt("account/recovery-code", Map.of(), exchange));
	}

	@GetMapping("/sessions")
	String sessions() {
		return "account/sessions";
	}

	/**
	 * All sessions end but this one.
	 */
	@PostMapping("/sessions")
	Mono<Rendering> endOtherSessions(@AuthenticationPrincipal FaroeUserDetails user, ServerWebExchange exchange) {
		return this.states.endSessions(user.getUserId())
			.thenReturn(Rendering.redirectTo("/account?sessions-ended").build())
			.transform(this.failed.shownAt("account/sessions", Map.of(), exchange));
	}

	@GetMapping("/delete")
	String delete() {
		return "account/delete";
	}

	@PostMapping("/delete")
	Mono<Rendering> deleteNow(@AuthenticationPrincipal FaroeUserDetails user, ServerWebExchange exchange,
			WebSession session) {
		return this.users.delete(user.getUserId())
			.then(Mono.defer(session::invalidate))
			.thenReturn(Rendering.redirectTo("/?deleted").build())
			.transform(this.failed.shownAt("account/delete", Map.of(), exchange));
	}

}
