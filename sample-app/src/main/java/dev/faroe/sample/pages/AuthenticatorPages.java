package dev.faroe.sample.pages;

import java.util.List;
import java.util.Map;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.login.Factor;
import dev.faroe.login.FaroeUserDetails;
import dev.faroe.login.session.FaroeSessions;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.security.Secret;
import dev.faroe.totp.TotpCredential;
import dev.faroe.totp.TotpService;
import dev.faroe.totp.enrolment.TotpEnrolment;
import dev.faroe.totp.enrolment.TotpEnrolmentService;
import reactor.core.publisher.Mono;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/**
 * Authenticator apps: the list, adding one with a QR code, and removing one.
 */
@Page
@RequestMapping("/account/authenticators")
class AuthenticatorPages {

	private static final String LIST = "account/authenticators";

	private static final String ADD = "account/authenticator";

	private final TotpService authenticators;

	private final TotpEnrolmentService enrolments;

	private final RecoveryCodeService recoveryCodes;

	private final FaroeSessions sessions;

	private final FailedForms failed;

	AuthenticatorPages(TotpService authenticators, TotpEnrolmentService enrolments, RecoveryCodeService recoveryCodes,
			FaroeSessions sessions, FailedForms failed) {
		this.authenticators = authenticators;
		this.enrolments = enrolments;
		this.recoveryCodes = recoveryCodes;
		this.sessions = sessions;
		this.failed = failed;
	}

	@GetMapping
	Mono<Rendering> list(@AuthenticationPrincipal FaroeUserDetails user) {
		return this.authenticators.list(user.getUserId())
			.collectList()
			.map((found) -> Rendering.view(LIST).modelAttribute("authenticators", found).build());
	}

	@PostMapping
	Mono<Rendering> begin(@AuthenticationPrincipal FaroeUserDetails user, ServerWebExchange exchange) {
		return this.enrolments.begin(user.getUserId())
			.thenReturn(Rendering.redirectTo("/account/authenticators/new").build())
			.transform(this.failed.shownAt(LIST, Map.of("authenticators", List.of()), exchange));
	}

	/**
	 * The key is kept by the server until its first code is right, or it expires.
	 */
	@GetMapping("/new")
	Mono<Rendering> show(@AuthenticationPrincipal FaroeUserDetails user) {
		return this.enrolments.get(user.getUserId())
			.map((enrolment) -> Rendering.view(ADD).model(key(enrolment)).build())
			.onErrorResume(FaroeException.class, (ex) -> beginAgain());
	}

	/**
	 * The model of a page can get into a log, where no secret is to be read.
	 */
	private static Map<String, Object> key(TotpEnrolment enrolment) {
		String uri = enrolment.uri().toString();
		return Map.of("key", Secret.of(enrolment.base32Key()), "uri", Secret.of(uri), "qrCode",
				Secret.of(QrCode.path(uri)), "qrSize", QrCode.size(uri));
	}

	private static Mono<Rendering> beginAgain() {
		return Mono.just(Rendering.redirectTo("/account/authenticators?error=expired").build());
	}

	/**
	 * The session goes on with the new factor proved, and all others end.
	 */
	@PostMapping("/new")
	Mono<Rendering> complete(Form form, @AuthenticationPrincipal FaroeUserDetails user, ServerWebExchange exchange) {
		return this.enrolments.get(user.getUserId())
			.flatMap((enrolment) -> this.enrolments.complete(user.getUserId(), form.code())
				.then(Mono.defer(() -> this.sessions.prove(exchange, user, Factor.TOTP)))
				.then(Mono.defer(() -> this.recoveryCodes.regenerate(user.getUserId())))
				.map((code) -> Rendering.view("account/new-recovery-code")
					.modelAttribute("code", Secret.of(code))
					.build())
				.transform(this.failed.shownAt(ADD, key(enrolment), exchange)))
			.onErrorResume(FaroeException.class, (ex) -> beginAgain());
	}

	/**
	 * A user may only remove an authenticator of their own.
	 */
	@PostMapping("/{id}/remove")
	Mono<Rendering> remove(@PathVariable String id, @AuthenticationPrincipal FaroeUserDetails user,
			ServerWebExchange exchange) {
		return this.authenticators.list(user.getUserId())
			.map(TotpCredential::id)
			.filter(id::equals)
			.next()
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND)))
			.flatMap(this.authenticators::delete)
			.thenReturn(Rendering.redirectTo("/account/authenticators?removed").build())
			.transform(this.failed.shownAt(LIST, Map.of("authenticators", List.of()), exchange));
	}

	record Form(String code) {

		Form {
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
