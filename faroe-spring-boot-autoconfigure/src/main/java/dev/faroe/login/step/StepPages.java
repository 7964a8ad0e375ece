package dev.faroe.login.step;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.faroe.login.FaroeAuthentication;
import dev.faroe.login.message.Failure;
import dev.faroe.login.message.FaroeMessages;
import dev.faroe.login.session.FaroeSessions;
import dev.faroe.security.TokenGenerator;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.HtmlUtils;

/**
 * The built-in pages: plain forms, without a script or a style.
 */
final class StepPages {

	private final LogInStepProperties settings;

	private final FaroeMessages messages;

	private final FaroeSessions sessions;

	private final UserService users;

	private final LogInSteps steps;

	private final Clock clock;

	private final boolean emailedCode;

	StepPages(LogInStepProperties settings, FaroeMessages messages, FaroeSessions sessions, UserService users,
			LogInSteps steps, Clock clock, boolean emailedCode) {
		this.clock = clock;
		this.emailedCode = emailedCode;
		this.settings = settings;
		this.messages = messages;
		this.sessions = sessions;
		this.users = users;
		this.steps = steps;
	}

	/**
	 * Tell what speaks JSON where the log-in stands, and which token its requests need.
	 */
	Mono<ServerResponse> state(ServerRequest request) {
		return Mono.zip(this.steps.state(request), csrfToken(request)).flatMap((both) -> {
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
		return Mono.zip(csrfToken(request), fields(request, step))
			.flatMap((both) -> html(form(request, step, both.getT1(), both.getT2())));
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
			.flatMap((code) -> csrfToken(request)
				.map((csrf) -> post(request, Step.EMAILED_CODE_ANSWER, csrf, hidden("code", code), locale)))
			.switchIfEmpty(
					Mono.fromSupplier(() -> "<p>" + text("faroe.page.emailed-code-link.elsewhere", locale) + "</p>\n"
							+ link(request, this.settings.page(Step.EMAILED_CODE), "faroe.page.emailed-code", locale)))
			.flatMap((content) -> html(page(locale, Step.EMAILED_CODE_LINK, content)));
	}

	/**
	 * Only a user without a second factor proves the password again.
	 */
	private Mono<Step> fields(ServerRequest request, Step step) {
		if (step != Step.STEP_UP) {
			return Mono.just(step);
		}
		return this.sessions.current(request.exchange())
			.filter((logIn) -> !logIn.getPrincipal().getSecondFactors().isEmpty())
			.map((logIn) -> Step.SECOND_FACTOR)
			.defaultIfEmpty(step);
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
			.flatMap((user) -> html(page(locale, Step.NEW_RECOVERY_CODE,
					"<p>" + text("faroe.page.new-recovery-code.hint", locale) + "</p>\n<p><code>"
							+ HtmlUtils.htmlEscape(user.recoveryCode().value()) + "</code></p>\n"
							+ link(request, this.settings.afterLogIn(), "faroe.page.go-on", locale))))
			.switchIfEmpty(Mono.defer(() -> ServerResponse
				.seeOther(URI.create(request.requestPath().contextPath().value() + this.settings.afterLogIn()))
				.build()));
	}

	private boolean isRecent(@Nullable Object time) {
		return time instanceof Instant recovery
				&& this.clock.instant().isBefore(recovery.plus(this.settings.secondStepTimeout()));
	}

	private String form(ServerRequest request, Step step, CsrfToken csrf, Step fields) {
		Locale locale = StepAnswers.locale(request);
		Failure failure = Failure.in(request.exchange().getRequest()).orElse(null);
		String inputs = fields.fields()
			.stream()
			.map((field) -> field(field, failure, locale))
			.collect(Collectors.joining());
		return page(locale, step, (request.queryParam("logged-out").isPresent()
				? "<p>" + text("faroe.page.logged-out", locale) + "</p>\n" : "")
				+ ((failure != null && failure.field() == null)
						? "<p role=\"alert\">" + message(failure, locale) + "</p>\n" : "")
				+ post(request, step, csrf, inputs, locale)
				+ ((step == Step.LOG_IN && this.emailedCode)
						? link(request, this.settings.page(Step.EMAILED_CODE), "faroe.page.emailed-code", locale) : "")
				+ ((step == Step.SECOND_FACTOR)
						? link(request, this.settings.page(Step.RECOVERY_CODE), "faroe.page.lost", locale) : "")
				+ (step.hasHint() ? "<p>" + text("faroe.page." + step.key() + ".hint", locale) + "</p>\n" : ""));
	}

	private String post(ServerRequest request, Step step, CsrfToken csrf, String inputs, Locale locale) {
		return "<form method=\"post\" action=\"" + HtmlUtils.htmlEscape(path(request, this.settings.endpoint(step)))
				+ "\">\n" + hidden(csrf.getParameterName(), csrf.getToken()) + inputs + "<p><button type=\"submit\">"
				+ text("faroe.page.go-on", locale) + "</button></p>\n</form>\n";
	}

	private static String hidden(String name, String value) {
		return "<input name=\"" + HtmlUtils.htmlEscape(name) + "\" type=\"hidden\" value=\""
				+ HtmlUtils.htmlEscape(value) + "\">\n";
	}

	private String field(String name, @Nullable Failure failure, Locale locale) {
		String type = switch (name) {
			case "email" -> "type=\"email\" autocomplete=\"username\" autofocus";
			case "password" -> "type=\"password\" autocomplete=\"current-password\"";
			case "code" -> "type=\"text\" autocomplete=\"one-time-code\" autofocus";
			default -> "type=\"text\" autocomplete=\"off\" autofocus";
		};
		String error = (failure != null && name.equals(failure.field()))
				? "<span role=\"alert\" id=\"" + name + "-error\">" + message(failure, locale) + "</span>\n" : "";
		return "<p><label for=\"" + name + "\">" + text("faroe.field." + name, locale) + "</label>\n<input id=\"" + name
				+ "\" name=\"" + name + "\" " + type + " required"
				+ (error.isEmpty() ? "" : " aria-invalid=\"true\" aria-describedby=\"" + name + "-error\"") + ">\n"
				+ error + "</p>\n";
	}

	private String page(Locale locale, Step step, String content) {
		String title = text("faroe.page." + step.key(), locale);
		return "<!DOCTYPE html>\n<html lang=\"" + HtmlUtils.htmlEscape(locale.toLanguageTag())
				+ "\">\n<head>\n<meta charset=\"utf-8\">\n"
				+ "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + title
				+ "</title>\n</head>\n<body>\n<main>\n<h1>" + title + "</h1>\n" + content
				+ "</main>\n</body>\n</html>\n";
	}

	private String link(ServerRequest request, String target, String code, Locale locale) {
		return "<p><a href=\"" + HtmlUtils.htmlEscape(path(request, target)) + "\">" + text(code, locale)
				+ "</a></p>\n";
	}

	private static String path(ServerRequest request, String path) {
		return request.requestPath().contextPath().value() + path;
	}

	private String message(Failure failure, Locale locale) {
		return HtmlUtils.htmlEscape(this.messages.text(failure, locale));
	}

	private String text(String code, Locale locale) {
		return HtmlUtils.htmlEscape(this.messages.text(code, locale));
	}

	private static Mono<CsrfToken> csrfToken(ServerRequest request) {
		Mono<CsrfToken> token = request.exchange().getAttribute(CsrfToken.class.getName());
		return (token != null) ? token
				: Mono.error(new IllegalStateException("The pages of the log-in need protection against CSRF"));
	}

	private static Mono<ServerResponse> html(String page) {
		return ServerResponse.ok()
			.contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
			.cacheControl(CacheControl.noStore())
			.header("Referrer-Policy", "no-referrer")
			.bodyValue(page);
	}

}
