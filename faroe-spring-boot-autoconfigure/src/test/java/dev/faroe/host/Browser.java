package dev.faroe.host;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;

/**
 * Keeps the cookie of a session, and sends forms with the CSRF token of the log-in page.
 */
final class Browser {

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" type=\"hidden\" value=\"([^\"]+)\"");

	private WebTestClient client;

	private final String formPage;

	private @Nullable String session;

	Browser(WebTestClient client) {
		this(client, "/login");
	}

	/**
	 * Create a browser.
	 * @param client what sends requests
	 * @param formPage the page that has the token of forms
	 */
	Browser(WebTestClient client, String formPage) {
		this.client = client;
		this.formPage = formPage;
	}

	/**
	 * Go on at another instance of the application.
	 */
	Browser at(WebTestClient client) {
		this.client = client;
		return this;
	}

	@Nullable String session() {
		return this.session;
	}

	void session(@Nullable String session) {
		this.session = session;
	}

	/**
	 * Return a browser with the cookie that this one has now.
	 */
	Browser copy() {
		Browser copy = new Browser(this.client, this.formPage);
		copy.session = this.session;
		return copy;
	}

	/**
	 * Open a page.
	 * @return the status, and where a redirection leads or what the page says
	 */
	String open(String path) {
		return describe(send(this.client.get().uri(path).accept(MediaType.TEXT_HTML)));
	}

	/**
	 * Send a form.
	 * @return as {@link #open}
	 */
	String submit(String path, String... namesAndValues) {
		return submitWith(csrfToken(), path, namesAndValues);
	}

	/**
	 * Return the token of the form on the page.
	 */
	String csrfToken() {
		Matcher csrf = CSRF.matcher(String
			.valueOf(send(this.client.get().uri(this.formPage).accept(MediaType.TEXT_HTML)).getResponseBody()));
		if (!csrf.find()) {
			throw new IllegalStateException("The page has no CSRF token: " + open(this.formPage));
		}
		return csrf.group(1);
	}

	/**
	 * Send a form with a token.
	 */
	String submitWith(String csrfToken, String path, String... namesAndValues) {
		var form = BodyInserters.fromFormData("_csrf", csrfToken);
		for (int index = 0; index < namesAndValues.length; index += 2) {
			form.with(namesAndValues[index], namesAndValues[index + 1]);
		}
		WebTestClient.RequestBodySpec request = this.client.post().uri(path);
		request.body(form);
		return describe(send(request));
	}

	private EntityExchangeResult<String> send(WebTestClient.RequestHeadersSpec<?> request) {
		if (this.session != null) {
			request.cookie("SESSION", this.session);
		}
		EntityExchangeResult<String> result = request.exchange().expectBody(String.class).returnResult();
		ResponseCookie cookie = result.getResponseCookies().getFirst("SESSION");
		if (cookie != null) {
			this.session = cookie.getValue();
		}
		return result;
	}

	private static String describe(EntityExchangeResult<String> result) {
		Object location = result.getResponseHeaders().getLocation();
		return result.getStatus().value() + " " + ((location != null) ? location : result.getResponseBody());
	}

}
