package dev.faroe.host;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Keeps the cookies of a session and of the passkeys, and sends JSON with the CSRF token
 * as a script does.
 */
final class ScriptedBrowser {

	private static final String PASSKEY_COOKIE = "faroe-passkey";

	private final WebTestClient client;

	private final String path;

	private @Nullable String session;

	private @Nullable String passkeyCookie;

	/**
	 * Create a browser.
	 * @param client what sends requests
	 * @param path the path of the log-in
	 */
	ScriptedBrowser(WebTestClient client, String path) {
		this.client = client;
		this.path = path;
	}

	@Nullable String session() {
		return this.session;
	}

	void session(@Nullable String session) {
		this.session = session;
	}

	void passkeyCookie(@Nullable String passkeyCookie) {
		this.passkeyCookie = passkeyCookie;
	}

	Map<String, Object> state() {
		return object(send(HttpMethod.GET, this.path + "/state", null, null));
	}

	/**
	 * Send an object, or a text as it is.
	 * @return the answer
	 */
	EntityExchangeResult<String> post(String path, Object body) {
		return postWith(String.valueOf(state().get("csrf_token")), path, body);
	}

	EntityExchangeResult<String> postWith(@Nullable String csrfToken, String path, Object body) {
		return send(HttpMethod.POST, path, csrfToken, body);
	}

	/**
	 * Send an object.
	 * @return the object of the answer
	 */
	Map<String, Object> call(String path, Object body) {
		return object(post(path, body));
	}

	/**
	 * Send an object.
	 * @return the status of the answer, and what failed or what is next
	 */
	String outcome(String path, Object body) {
		return describe(post(path, body));
	}

	static String describe(EntityExchangeResult<String> result) {
		Map<String, Object> answer = object(result);
		Object error = answer.get("error");
		return result.getStatus().value() + " " + ((error != null) ? error : answer.get("next"));
	}

	/**
	 * Open a page.
	 * @return the status
	 */
	int open(String path) {
		return send(HttpMethod.GET, path, null, null).getStatus().value();
	}

	EntityExchangeResult<String> get(String path) {
		return send(HttpMethod.GET, path, null, null);
	}

	private EntityExchangeResult<String> send(HttpMethod method, String path, @Nullable String csrfToken,
			@Nullable Object body) {
		WebTestClient.RequestBodySpec request = this.client.method(method).uri(path).accept(MediaType.APPLICATION_JSON);
		if (this.session != null) {
			request.cookie("SESSION", this.session);
		}
		if (this.passkeyCookie != null && path.startsWith(this.path + "/passkey")) {
			request.cookie(PASSKEY_COOKIE, this.passkeyCookie);
		}
		if (csrfToken != null) {
			request.header("X-CSRF-TOKEN", csrfToken);
		}
		if (body != null) {
			request.contentType(MediaType.APPLICATION_JSON)
				.bodyValue((body instanceof String text) ? text : JsonMapper.shared().writeValueAsString(body));
		}
		EntityExchangeResult<String> result = request.exchange().expectBody(String.class).returnResult();
		ResponseCookie cookie = result.getResponseCookies().getFirst("SESSION");
		if (cookie != null) {
			this.session = cookie.getValue();
		}
		ResponseCookie passkeys = result.getResponseCookies().getFirst(PASSKEY_COOKIE);
		if (passkeys != null) {
			this.passkeyCookie = passkeys.getValue();
		}
		return result;
	}

	private static Map<String, Object> object(EntityExchangeResult<String> result) {
		String body = result.getResponseBody();
		return (body == null || !body.startsWith("{")) ? Map.of()
				: JsonMapper.shared().readValue(body, new TypeReference<Map<String, Object>>() {
				});
	}

}
