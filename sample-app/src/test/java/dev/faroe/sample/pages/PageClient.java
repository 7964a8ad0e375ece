package dev.faroe.sample.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a stranger writes instead of a browser: it has cookies, follows nothing, and sends
 * whatever it is told.
 */
public final class PageClient {

	static final String FORM = "application/x-www-form-urlencoded";

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final String url;

	private final Map<String, String> cookies = new TreeMap<>();

	public PageClient(String url) {
		this.url = url;
	}

	/**
	 * Return a client that has seen the cookies of this one, and no later ones.
	 */
	PageClient copy() {
		return copyAt(this.url);
	}

	/**
	 * Return such a client of another server of the same name.
	 */
	public PageClient copyAt(String url) {
		PageClient copy = new PageClient(url);
		copy.cookies.putAll(this.cookies);
		return copy;
	}

	Map<String, String> cookies() {
		return this.cookies;
	}

	/**
	 * Return the token that forms of this client need.
	 */
	String token() {
		Matcher token = TOKEN.matcher(get("/sign-in").body());
		if (!token.find()) {
			throw new AssertionError("There is no token in the form");
		}
		return token.group(1);
	}

	public HttpResponse<String> get(String path, String... headers) {
		return send("GET", path, "", headers);
	}

	/**
	 * Submit a form with the token of this client.
	 */
	HttpResponse<String> submit(String path, String... fields) {
		return send("POST", path, "_csrf=" + encode(token()) + "&" + form(fields), "Content-Type", FORM);
	}

	/**
	 * Submit a form, and return the status and where it leads to.
	 */
	public String led(String path, String... fields) {
		return where(submit(path, fields));
	}

	public String at(String path) {
		return where(get(path));
	}

	HttpResponse<String> submitWith(String token, String path, String... fields) {
		return send("POST", path, "_csrf=" + encode(token) + "&" + form(fields), "Content-Type", FORM);
	}

	HttpResponse<String> send(String method, String path, String body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.url + path))
			.timeout(PATIENCE)
			.header("Accept", "text/html")
			.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
		for (int i = 0; i < headers.length; i += 2) {
			request.setHeader(headers[i], headers[i + 1]);
		}
		if (!this.cookies.isEmpty()) {
			request.header("Cookie",
					String.join("; ",
							this.cookies.entrySet()
								.stream()
								.map((cookie) -> cookie.getKey() + "=" + cookie.getValue())
								.toList()));
		}
		try {
			HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
			response.headers().allValues("Set-Cookie").forEach(this::keep);
			return response;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void keep(String header) {
		HttpCookie cookie = HttpCookie.parse("Set-Cookie: " + header).get(0);
		if (cookie.getMaxAge() == 0) {
			this.cookies.remove(cookie.getName());
		}
		else {
			this.cookies.put(cookie.getName(), cookie.getValue());
		}
	}

	static String where(HttpResponse<String> response) {
		return response.statusCode() + response.headers().firstValue("Location").map((path) -> " " + path).orElse("");
	}

	static String form(String... fields) {
		StringBuilder form = new StringBuilder();
		for (int i = 0; i < fields.length; i += 2) {
			form.append((i > 0) ? "&" : "").append(fields[i]).append('=').append(encode(fields[i + 1]));
		}
		return form.toString();
	}

	static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
