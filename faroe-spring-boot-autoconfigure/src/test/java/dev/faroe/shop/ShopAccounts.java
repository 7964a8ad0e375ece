package dev.faroe.shop;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.faroe.FaroeException;
import dev.faroe.client.ClientAddressResolver;
import dev.faroe.flow.EmailUpdateFlow;
import dev.faroe.flow.PasswordResetFlow;
import dev.faroe.flow.SignUpFlow;
import dev.faroe.login.Factor;
import dev.faroe.login.FaroeUserDetails;
import dev.faroe.login.message.Failure;
import dev.faroe.login.session.FaroeSessions;
import dev.faroe.password.PasswordService;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.totp.enrolment.TotpEnrolmentService;
import reactor.core.publisher.Mono;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;

@RestController
public class ShopAccounts {

	private final SignUpFlow signUps;

	private final PasswordResetFlow resets;

	private final EmailUpdateFlow emailUpdates;

	private final PasswordService passwords;

	private final TotpEnrolmentService authenticators;

	private final RecoveryCodeService recoveryCodes;

	private final FaroeSessions sessions;

	private final ClientAddressResolver addresses;

	ShopAccounts(SignUpFlow signUps, PasswordResetFlow resets, EmailUpdateFlow emailUpdates, PasswordService passwords,
			TotpEnrolmentService authenticators, RecoveryCodeService recoveryCodes, FaroeSessions sessions,
			ClientAddressResolver addresses) {
		this.signUps = signUps;
		this.resets = resets;
		this.emailUpdates = emailUpdates;
		this.passwords = passwords;
		this.authenticators = authenticators;
		this.recoveryCodes = recoveryCodes;
		this.sessions = sessions;
		this.addresses = addresses;
	}

	record Form(String email, String password, String newPassword, String code) {
	}

	@PostMapping("/sign-up")
	Mono<String> signUp(Form form, ServerWebExchange exchange, WebSession session, Locale locale) {
		return this.signUps.begin(form.email(), form.password(), this.addresses.resolve(exchange), locale)
			.map((ticket) -> keep("sign-up", ticket, session));
	}

	@PostMapping("/sign-up/verify")
	Mono<String> verifyAddress(Form form, ServerWebExchange exchange, WebSession session) {
		return this.signUps.verify(kept("sign-up", session), form.code())
			.flatMap((user) -> this.sessions.begin(exchange, user, Factor.EMAILED_CODE))
			.thenReturn("/");
	}

	@PostMapping("/forgotten-password")
	Mono<String> forgottenPassword(Form form, ServerWebExchange exchange, WebSession session, Locale locale) {
		return this.resets.begin(form.email(), this.addresses.resolve(exchange), locale)
			.map((ticket) -> keep("forgotten-password", ticket, session));
	}

	@PostMapping("/forgotten-password/verify")
	Mono<String> verifyReset(Form form, ServerWebExchange exchange, WebSession session) {
		return this.resets.verify(kept("forgotten-password", session), form.code(), this.addresses.resolve(exchange))
			.thenReturn("/forgotten-password/new");
	}

	@PostMapping("/forgotten-password/new")
	Mono<String> newPassword(Form form, ServerWebExchange exchange, WebSession session) {
		String address = this.addresses.resolve(exchange);
		return this.resets.reset(kept("forgotten-password", session), form.newPassword(), address)
			.thenReturn("/log-in");
	}

	@PostMapping("/account/password")
	Mono<String> changePassword(Form form, ServerWebExchange exchange, @AuthenticationPrincipal FaroeUserDetails user) {
		String address = this.addresses.resolve(exchange);
		return this.passwords.update(user.getUserId(), form.password(), form.newPassword(), address)
			.thenReturn("/account");
	}

	@PostMapping("/account/email")
	Mono<String> changeEmail(Form form, ServerWebExchange exchange, WebSession session, Locale locale,
			@AuthenticationPrincipal FaroeUserDetails user) {
		return this.emailUpdates.begin(user.getUserId(), form.email(), this.addresses.resolve(exchange), locale)
			.map((ticket) -> keep("account/email", ticket, session));
	}

	@PostMapping("/account/email/verify")
	Mono<String> verifyNewEmail(Form form, WebSession session, @AuthenticationPrincipal FaroeUserDetails user) {
		return this.emailUpdates.verify(user.getUserId(), kept("account/email", session), form.code())
			.thenReturn("/account");
	}

	@PostMapping("/account/authenticator")
	Mono<Map<String, Object>> enrol(@AuthenticationPrincipal FaroeUserDetails user) {
		return this.authenticators.begin(user.getUserId())
			.map((enrolment) -> Map.of("key", enrolment.base32Key(), "uri", enrolment.uri()));
	}

	@PostMapping("/account/authenticator/verify")
	Mono<String> completeEnrolment(Form form, ServerWebExchange exchange,
			@AuthenticationPrincipal FaroeUserDetails user) {
		return this.authenticators.complete(user.getUserId(), form.code())
			.then(Mono.defer(() -> this.sessions.prove(exchange, user, Factor.TOTP)))
			.then(Mono.defer(() -> this.recoveryCodes.regenerate(user.getUserId())));
	}

	private static String keep(String flow, String ticket, WebSession session) {
		session.getAttributes().put(flow, ticket);
		return "/" + flow + "/verify";
	}

	private static String kept(String flow, WebSession session) {
		return Objects.requireNonNullElse(session.getAttribute(flow), "");
	}

	@ExceptionHandler
	Mono<Failure> failed(FaroeException exception, ServerWebExchange exchange) {
		exchange.getResponse().setRawStatusCode(exception.error().status());
		return Mono.just(Failure.of(exception));
	}

}
