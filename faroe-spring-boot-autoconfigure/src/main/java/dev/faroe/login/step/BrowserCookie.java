package dev.faroe.login.step;

import java.time.Duration;

import dev.faroe.security.Secret;
import dev.faroe.security.TokenGenerator;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.web.server.ServerWebExchange;

/**
 * The secret by which the browser of somebody is known who has not begun to log in. A
 * session would do as well, but those in memory are bounded: when there are as many as
 * there may be, nobody can log in, and anybody can begin one for each passkey asked for.
 */
final class BrowserCookie {

	static final String NAME = "faroe-passkey";

	/** As long as an answer is waited for. */
	private static final Duration LIFETIME = Duration.ofMinutes(5);

	private final TokenGenerator tokens = new TokenGenerator();

	private final String path;

	/**
	 * Create an instance.
	 * @param path the path of what has to know the browser, without that of the
	 * application
	 */
	BrowserCookie(String path) {
		this.path = path;
	}

	/**
	 * Return the secret of a browser, which is given one if it has none. It keeps the one
	 * that it has: each of its tabs can wait for an answer.
	 */
	Secret give(ServerWebExchange exchange) {
		Secret known = find(exchange);
		Secret secret = (known != null) ? known : Secret.of(this.tokens.id());
		exchange.getResponse()
			.addCookie(ResponseCookie.from(NAME, secret.value())
				.path(exchange.getRequest().getPath().contextPath().value() + this.path)
				.maxAge(LIFETIME)
				.httpOnly(true)
				.secure("https".equalsIgnoreCase(exchange.getRequest().getURI().getScheme()))
				.sameSite("Strict")
				.build());
		return secret;
	}

	/**
	 * Return the secret that a browser has been given.
	 */
	@Nullable Secret find(ServerWebExchange exchange) {
		HttpCookie cookie = exchange.getRequest().getCookies().getFirst(NAME);
		return (cookie != null && TokenGenerator.isId(cookie.getValue())) ? Secret.of(cookie.getValue()) : null;
	}

}
