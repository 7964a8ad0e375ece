package dev.faroe.login.step;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.login.Factor;
import dev.faroe.login.FaroeAuthentication;
import dev.faroe.login.message.Failure;
import dev.faroe.login.session.FaroeAuthorization;
import dev.faroe.login.session.FaroeSessions;
import dev.faroe.passkey.Passkey;
import dev.faroe.passkey.PasskeyService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.HtmlUtils;

/**
 * The passkeys of who is logged in: to look at, add, rename and remove, after a recent
 * proof. That is asked for here, and not in a chain, which an application can replace.
 */
final class OwnPasskeys {

	private final PasskeyService passkeys;

	private final FaroeSessions sessions;

	private final FaroeAuthorization authorization;

	private final FaroeLogIn logIn;

	private final LogInSteps steps;

	private final StepParts parts;

	private final StepHtml html;

	OwnPasskeys(PasskeyService passkeys, FaroeSessions sessions, FaroeAuthorization authorization, FaroeLogIn logIn,
			LogInSteps steps, StepParts parts, StepHtml html) {
		this.passkeys = passkeys;
		this.sessions = sessions;
		this.authorization = authorization;
		this.logIn = logIn;
		this.steps = steps;
		this.parts = parts;
		this.html = html;
	}

	Mono<ServerResponse> list(ServerRequest request) {
		return withProof(request, (logIn) -> find(logIn).flatMap((passkeys) -> StepAnswers.json(HttpStatus.OK,
				Map.of("passkeys", passkeys.stream().map(OwnPasskeys::body).toList()))));
	}

	/**
	 * Show them on a page.
	 */
	Mono<ServerResponse> show(ServerRequest request) {
		return withProof(request, (logIn) -> Mono.zip(find(logIn), StepHtml.csrfToken(request))
			.flatMap((both) -> StepHtml.html(page(request, both.getT1(), both.getT2()))));
	}

	private Mono<List<Passkey>> find(FaroeAuthentication logIn) {
		return this.passkeys.list(logIn.getPrincipal().getUserId()).collectList();
	}

	/**
	 * Begin to add one.
	 */
	Mono<ServerResponse> options(ServerRequest request) {
		return withWholeProof(request,
				(logIn) -> this.passkeys.registrationOptions(logIn.getPrincipal().getUserId(), false)
					.flatMap((options) -> StepAnswers.json(HttpStatus.OK, options)));
	}

	/**
	 * Add one. The other sessions of the user end.
	 */
	Mono<ServerResponse> register(ServerRequest request) {
		return withWholeProof(request, (logIn) -> PasskeyAnswer.read(request)
			.flatMap((body) -> this.passkeys.register(logIn.getPrincipal().getUserId(),
					body.object("credential").json(), body.text("name")))
			.then(Mono.defer(() -> this.sessions.prove(request.exchange(), logIn.getPrincipal(), Factor.PASSKEY)))
			.then(done(request)));
	}

	Mono<ServerResponse> rename(ServerRequest request) {
		return withProof(request,
				(logIn) -> Submission.of(request)
					.flatMap((form) -> own(request, logIn)
						.flatMap((passkey) -> this.passkeys.rename(passkey.id(), form.require("name"))))
					.then(done(request)));
	}

	/**
	 * Remove one. The other sessions of the user end.
	 */
	Mono<ServerResponse> remove(ServerRequest request) {
		return withProof(request,
				(logIn) -> own(request, logIn).flatMap((passkey) -> this.passkeys.delete(passkey.id()))
					.then(done(request)));
	}

	/**
	 * Nobody is told that there is a passkey of another user.
	 */
	private Mono<Passkey> own(ServerRequest request, FaroeAuthentication logIn) {
		return this.passkeys.get(request.pathVariable("id"))
			.filter((passkey) -> passkey.userId().equals(logIn.getPrincipal().getUserId()))
			.switchIfEmpty(Mono.error(() -> new FaroeException(FaroeError.NOT_FOUND)));
	}

	private Mono<ServerResponse> done(ServerRequest request) {
		return Mono
			.defer(() -> this.parts.answers().next(request, Step.PASSKEYS, this.parts.settings().page(Step.PASSKEYS)));
	}

	private Mono<ServerResponse> withProof(ServerRequest request,
			Function<FaroeAuthentication, Mono<ServerResponse>> action) {
		return with((logIn) -> this.authorization.provedWithin(this.parts.settings().passkeyStepUpAfter()), request,
				action);
	}

	/**
	 * A passkey can stand for both factors: with one of them, nobody gets it.
	 */
	private Mono<ServerResponse> withWholeProof(ServerRequest request,
			Function<FaroeAuthentication, Mono<ServerResponse>> action) {
		Duration age = this.parts.settings().passkeyStepUpAfter();
		return with((logIn) -> logIn.getPrincipal().getSecondFactors().isEmpty() ? this.authorization.provedWithin(age)
				: this.authorization.bothProvedWithin(age), request, action);
	}

	private Mono<ServerResponse> with(
			Function<FaroeAuthentication, ReactiveAuthorizationManager<ServerWebExchange>> asked, ServerRequest request,
			Function<FaroeAuthentication, Mono<ServerResponse>> action) {
		Mono<FaroeAuthentication> current = this.sessions.current(request.exchange()).cache();
		return current.map(asked)
			.defaultIfEmpty(this.authorization.complete())
			.flatMap((manager) -> manager.authorize(current.cast(Authentication.class), request.exchange()))
			.flatMap((decision) -> decision.isGranted()
					? current.flatMap((logIn) -> this.steps.answered(request, Step.PASSKEYS, action.apply(logIn)))
					: this.logIn.handle(request.exchange(), new AuthorizationDeniedException("Access Denied", decision))
						.then(Mono.empty()));
	}

	private static Map<String, Object> body(Passkey passkey) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("id", passkey.id());
		body.put("name", passkey.name());
		body.put("created_at", passkey.createdAt().getEpochSecond());
		body.put("last_used_at", (passkey.lastUsedAt() != null) ? passkey.lastUsedAt().getEpochSecond() : null);
		body.put("transports", passkey.transports().stream().sorted().toList());
		body.put("backup_eligible", passkey.backupEligible());
		body.put("backed_up", passkey.backedUp());
		return body;
	}

	private String page(ServerRequest request, List<Passkey> passkeys, CsrfToken csrf) {
		Locale locale = StepAnswers.locale(request);
		StringBuilder content = new StringBuilder();
		Failure.in(request.exchange().getRequest())
			.ifPresent((failure) -> content.append("<p role=\"alert\">")
				.append(this.html.message(failure, locale))
				.append("</p>\n"));
		passkeys.forEach((passkey) -> content.append(entry(request, passkey, csrf, locale)));
		return this.html.page(request, Step.PASSKEYS, content + this.html.passkeyForm(locale)
				+ this.html.link(request, this.parts.settings().afterLogIn(), "faroe.page.go-on", locale));
	}

	/**
	 * The name is what the user likes: its direction must not change that of the page.
	 */
	private String entry(ServerRequest request, Passkey passkey, CsrfToken csrf, Locale locale) {
		String endpoint = this.parts.settings().endpoint(Step.PASSKEYS) + "/" + passkey.id();
		String name = HtmlUtils.htmlEscape(passkey.name());
		String field = "name-" + passkey.id();
		return "<section>\n<h2><bdi>" + name + "</bdi></h2>\n<p>"
				+ time("faroe.page.passkeys.created", passkey.createdAt(), locale)
				+ time("faroe.page.passkeys.used", passkey.lastUsedAt(), locale) + "</p>\n"
				+ StepHtml.post(request, endpoint + "/rename", csrf,
						"<p><label for=\"" + field + "\">" + this.html.text("faroe.field.name", locale)
								+ "</label>\n<input id=\"" + field + "\" name=\"name\" value=\"" + name
								+ "\" maxlength=\"" + PasskeyService.MAX_NAME_LENGTH
								+ "\" dir=\"auto\" required></p>\n",
						this.html.text("faroe.page.passkeys.rename", locale))
				+ StepHtml.post(request, endpoint + "/remove", csrf, "",
						this.html.text("faroe.page.passkeys.remove", locale))
				+ "</section>\n";
	}

	private String time(String code, @Nullable Instant time, Locale locale) {
		return (time == null) ? ""
				: this.html.text(code, locale) + " <time datetime=\"" + time + "\">"
						+ HtmlUtils.htmlEscape(DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
							.withLocale(locale)
							.format(time.atZone(ZoneOffset.UTC)))
						+ "</time>. ";
	}

}
