package dev.faroe.login.step;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import dev.faroe.login.message.Failure;
import dev.faroe.login.message.FaroeMessages;
import dev.faroe.passkey.PasskeyService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.HtmlUtils;

/**
 * What the built-in pages are made of.
 *
 * @param settings the settings
 * @param messages the sentences
 * @param passkeys the script of passkeys, or {@code null} if there are none
 */
record StepHtml(LogInStepProperties settings, FaroeMessages messages, @Nullable PasskeyScript passkeys) {

	String post(ServerRequest request, Step step, CsrfToken csrf, String inputs, Locale locale) {
		return post(request, this.settings.endpoint(step), csrf, inputs, text("faroe.page.go-on", locale));
	}

	/**
	 * Return a form with one button, whose label is HTML already.
	 */
	static String post(ServerRequest request, String endpoint, CsrfToken csrf, String inputs, String label) {
		return "<form method=\"post\" action=\"" + HtmlUtils.htmlEscape(path(request, endpoint)) + "\">\n"
				+ hidden(csrf.getParameterName(), csrf.getToken()) + inputs + "<p><button type=\"submit\">" + label
				+ "</button></p>\n</form>\n";
	}

	/**
	 * Return a button that asks for a passkey, for the script to show.
	 * @param step the step that the passkey is for
	 * @param code the message of its label
	 */
	String passkeyButton(Step step, String code, Locale locale) {
		return "<p data-faroe-passkey=\"" + step.key() + "\" hidden>" + passkeyInput(text(code, locale), locale)
				+ "</p>\n";
	}

	/**
	 * Return a form for the name of a new passkey, for the script to show.
	 */
	String passkeyForm(Locale locale) {
		return "<form data-faroe-passkey=\"register\" hidden>\n<p><label for=\"name\">"
				+ text("faroe.field.name", locale) + "</label>\n<input id=\"name\" name=\"name\" maxlength=\""
				+ PasskeyService.MAX_NAME_LENGTH + "\" required></p>\n<p>"
				+ passkeyInput(text("faroe.page.passkeys.add", locale), locale) + "</p>\n</form>\n";
	}

	private String passkeyInput(String label, Locale locale) {
		Failure cancelled = new Failure("passkey-cancelled", null, null);
		return "<button>" + label + "</button>\n<span role=\"alert\" data-cancelled=\"" + message(cancelled, locale)
				+ "\"></span>";
	}

	private String script(ServerRequest request) {
		return (this.passkeys == null) ? ""
				: "<script type=\"module\" src=\"" + HtmlUtils.htmlEscape(path(request, this.passkeys.path()))
						+ "\" integrity=\"" + this.passkeys.integrity() + "\"></script>\n";
	}

	static String hidden(String name, String value) {
		return "<input name=\"" + HtmlUtils.htmlEscape(name) + "\" type=\"hidden\" value=\""
				+ HtmlUtils.htmlEscape(value) + "\">\n";
	}

	String page(ServerRequest request, Step step, String content) {
		return page(request, "faroe.page." + step.key(), content);
	}

	String page(ServerRequest request, String titleCode, String content) {
		Locale locale = StepAnswers.locale(request);
		String title = text(titleCode, locale);
		return "<!DOCTYPE html>\n<html lang=\"" + HtmlUtils.htmlEscape(locale.toLanguageTag())
				+ "\">\n<head>\n<meta charset=\"utf-8\">\n"
				+ "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + title
				+ "</title>\n" + script(request) + "</head>\n<body>\n<main>\n<h1>" + title + "</h1>\n" + content
				+ "</main>\n</body>\n</html>\n";
	}

	String link(ServerRequest request, String target, String code, Locale locale) {
		return "<p><a href=\"" + HtmlUtils.htmlEscape(path(request, target)) + "\">" + text(code, locale)
				+ "</a></p>\n";
	}

	static String path(ServerRequest request, String path) {
		return request.requestPath().contextPath().value() + path;
	}

	String message(Failure failure, Locale locale) {
		return HtmlUtils.htmlEscape(this.messages.text(failure, locale));
	}

	String text(String code, Locale locale) {
		return HtmlUtils.htmlEscape(this.messages.text(code, locale));
	}

	static Mono<CsrfToken> csrfToken(ServerRequest request) {
		Mono<CsrfToken> token = request.exchange().getAttribute(CsrfToken.class.getName());
		return (token != null) ? token
				: Mono.error(new IllegalStateException("The pages of the log-in need protection against CSRF"));
	}

	static Mono<ServerResponse> html(String page) {
		return ServerResponse.ok()
			.contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
			.cacheControl(CacheControl.noStore())
			.header("Referrer-Policy", "no-referrer")
			.bodyValue(page);
	}

}
