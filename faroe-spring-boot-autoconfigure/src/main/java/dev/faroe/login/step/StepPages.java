package dev.faroe.login.step;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.faroe.login.FaroeAuthentication;
import dev.faroe.login.message.Failure;
import dev.faroe.login.session.FaroeSessions;
import dev.faroe.security.TokenGenerator;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.HtmlUtils;

/**
 * The built-in pages: plain forms, without a script or a style.
 */
final class StepPages {

	private final StepHtml html;

	private final StepParts parts;

	private final FaroeSessions sessions;

	private final UserService users;

	private final LogInSteps steps;

	private final boolean emailedCode;

	StepPages(StepHtml html, StepParts parts, FaroeSessions sessions, UserService users, LogInSteps steps,
			boolean emailedCode) {
		this.html = html;
		this.parts = parts;
		this.sessions = sessions;
		this.users = users;
		this.steps = steps;
		this.emailedCode = emailedCode;
	}

	/**
	 * Tell what speaks JSON where the log-in stands, and which token its requests need.
	 */
	Mono<ServerResponse> state(ServerRequest request) {
		return Mono.zip(this.steps.state(request), StepHtml.csrfToken(request)).flatMap((both) -> {
			Map<String, Object> body = new LinkedHashMap<>(both.getT1());
			body.put("csrf_header", both.getT2().getHeaderName());
			body.put("csrf_token", both.getT2().getToken());
			return StepAnswers.json(HttpStatus.OK, body);
		});
	}

	/**
	 * Show the page of a step.
	 */
	Mono<ServerResponse> show(ServerRequest request, Step step) {
		if (step == Step.NEW_RECOVERY_CODE) {
			return showRecoveryCode(request);
		}
		if (step == Step.EMAILED_CODE_LINK) {
			return showLink(request);
		}
		return Mono.zip(StepHtml.csrfToken(request), asked(request, step))
			.flatMap((both) -> StepHtml.html(form(request, step, both.getT1(), both.getT2())));
	}

	/**
	 * Ask whether to log in with the code in the link from a mail, in the browser that
	 * asked for it. Nothing changes before the answer, for programs follow links in
	 * mails, too. In any other browser the code is worth nothing: it must neither log in
	 * whoever has asked for it elsewhere, nor whoever was sent the link of somebody else.
	 */
	Mono<ServerResponse> showLink(ServerRequest request) {
		Locale locale = StepAnswers.locale(request);
		return request.session()
			.filter((session) -> session.getAttributes().containsKey(EmailedCodeSteps.TICKET))
			.flatMap((session) -> Mono.justOrEmpty(request.queryParam("code").filter(TokenGenerator::isCode)))
			.flatMap((code) -> StepHtml.csrfToken(request)
				.map((csrf) -> this.html.post(request, Step.EMAILED_CODE_ANSWER, csrf, StepHtml.hidden("code", code),
						locale)))
			.switchIfEmpty(Mono
				.fromSupplier(() -> "<p>" + this.html.text("faroe.page.emailed-code-link.elsewhere", locale) + "</p>\n"
						+ this.html.link(request, this.parts.settings().page(Step.EMAILED_CODE),
								"faroe.page.emailed-code", locale)))
			.flatMap((content) -> StepHtml.html(this.html.page(request, Step.EMAILED_CODE_LINK, content)));
	}

	/**
	 * Only a user without a second factor proves the password again. Nobody is asked for
	 * what there is no form for.
	 */
	private Mono<Asked> asked(ServerRequest request, Step step) {
		boolean passkeys = this.html.passkeys() != null;
		if (step != Step.STEP_UP && step != Step.SECOND_FACTOR) {
			return Mono.just(new Asked(step, passkeys && step == Step.LOG_IN));
		}
		return this.sessions.current(request.exchange())
			.map((logIn) -> logIn.getPrincipal().getSecondFactors())
			.filter((types) -> !types.isEmpty())
			.map((types) -> {
				boolean passkey = passkeys && types.contains(PasskeySteps.TYPE);
				return new Asked((passkey && !this.steps.hasCode(types)) ? null : Step.SECOND_FACTOR, passkey);
			})
			.defaultIfEmpty(new Asked(step, false));
	}

	/**
	 * Show the recovery code to who has just used the former one, once.
	 */
	private Mono<ServerResponse> showRecoveryCode(ServerRequest request) {
		Locale locale = StepAnswers.locale(request);
		return Mono
			.zip(this.sessions.current(request.exchange()).filter(FaroeAuthentication::isAuthenticated),
					request.session())
			.filter((both) -> isRecent(both.getT2().getAttributes().remove(LogInSteps.NEW_RECOVERY_CODE)))
			.flatMap((both) -> this.users.get(both.getT1().getPrincipal().getUserId()))
			.flatMap((user) -> StepHtml.html(this.html.page(request, Step.NEW_RECOVERY_CODE,
					"<p>" + this.html.text("faroe.page.new-recovery-code.hint", locale) + "</p>\n<p><code>"
							+ HtmlUtils.htmlEscape(user.recoveryCode().value()) + "</code></p>\n"
							+ this.html.link(request, this.parts.settings().afterLogIn(), "faroe.page.go-on", locale))))
			.switchIfEmpty(Mono.defer(() -> ServerResponse
				.seeOther(URI.create(request.requestPath().contextPath().value() + this.parts.settings().afterLogIn()))
				.build()));
	}

	private boolean isRecent(@Nullable Object time) {
		return time instanceof Instant recovery
				&& this.parts.clock().instant().isBefore(recovery.plus(this.parts.settings().secondStepTimeout()));
	}

	private String form(ServerRequest request, Step step, CsrfToken csrf, Asked asked) {
		Locale locale = StepAnswers.locale(request);
		Failure failure = Failure.in(request.exchange().getRequest()).orElse(null);
		StringBuilder content = new StringBuilder();
		if (request.queryParam("logged-out").isPresent()) {
			content.append("<p>").append(this.html.text("faroe.page.logged-out", locale)).append("</p>\n");
		}
		if (failure != null && (failure.field() == null || asked.form() == null)) {
			content.append("<p role=\"alert\">").append(this.html.message(failure, locale)).append("</p>\n");
		}
		if (asked.form() != null) {
			content.append(this.html.post(request, step, csrf,
					asked.form()
						.fields()
						.stream()
						.map((field) -> field(field, failure, locale))
						.collect(Collectors.joining()),
					locale));
		}
		if (asked.passkey()) {
			content.append(this.html.passkeyButton(step,
					(step == Step.LOG_IN) ? "faroe.page.log-in.passkey" : "faroe.page.passkey", locale));
		}
		if (step == Step.LOG_IN && this.emailedCode) {
			content.append(this.html.link(request, this.parts.settings().page(Step.EMAILED_CODE),
					"faroe.page.emailed-code", locale));
		}
		if (step == Step.SECOND_FACTOR) {
			content.append(
					this.html.link(request, this.parts.settings().page(Step.RECOVERY_CODE), "faroe.page.lost", locale));
		}
		if (step.hasHint()) {
			content.append("<p>").append(this.html.text("faroe.page." + step.key() + ".hint", locale)).append("</p>\n");
		}
		return this.html.page(request, (step == Step.SECOND_FACTOR && asked.form() == null)
				? "faroe.page.second-factor.passkey" : "faroe.page." + step.key(), content.toString());
	}

	private String field(String name, @Nullable Failure failure, Locale locale) {
		String type = switch (name) {
			case "email" -> "type=\"email\" autocomplete=\""
					+ ((this.html.passkeys() != null) ? "username webauthn" : "username") + "\" autofocus";
			case "password" -> "type=\"password\" autocomplete=\"current-password\"";
			case "code" -> "type=\"text\" autocomplete=\"one-time-code\" autofocus";
			default -> "type=\"text\" autocomplete=\"off\" autofocus";
		};
		String error = (failure != null && name.equals(failure.field()))
				? "<span role=\"alert\" id=\"" + name + "-error\">" + this.html.message(failure, locale) + "</span>\n"
				: "";
		return "<p><label for=\"" + name + "\">" + this.html.text("faroe.field." + name, locale)
				+ "</label>\n<input id=\"" + name + "\" name=\"" + name + "\" " + type + " required"
				+ (error.isEmpty() ? "" : " aria-invalid=\"true\" aria-describedby=\"" + name + "-error\"") + ">\n"
				+ error + "</p>\n";
	}

	/**
	 * What a page asks for.
	 *
	 * @param form the step whose form it has, or {@code null} for none
	 * @param passkey whether a passkey is asked for
	 */
	private record Asked(@Nullable Step form, boolean passkey) {
	}

}
