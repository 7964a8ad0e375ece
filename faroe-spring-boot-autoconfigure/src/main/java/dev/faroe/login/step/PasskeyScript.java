package dev.faroe.login.step;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;

import reactor.core.publisher.Mono;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The JavaScript module that asks browsers for passkeys. For a page of the application:
 * <pre class="code">
 * &lt;script type="module" src="[path]" integrity="[integrity]"&gt;&lt;/script&gt;
 * </pre>
 */
public final class PasskeyScript {

	private static final MediaType JAVASCRIPT = new MediaType("text", "javascript", StandardCharsets.UTF_8);

	private final String endpoint;

	private final byte[] content;

	private final String integrity;

	private final String version;

	/**
	 * Create an instance.
	 * @param endpoint the path that it is served under
	 */
	PasskeyScript(String endpoint) {
		this.endpoint = endpoint;
		try {
			this.content = new ClassPathResource("passkeys.js", PasskeyScript.class).getContentAsByteArray();
			byte[] digest = MessageDigest.getInstance("SHA-384").digest(this.content);
			this.integrity = "sha384-" + Base64.getEncoder().encodeToString(digest);
			this.version = Base64.getUrlEncoder().encodeToString(digest).substring(0, 16);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the path of the module, another one for each version of it.
	 * @return the path below the context path of the application, with a query
	 */
	public String path() {
		return this.endpoint + "?v=" + this.version;
	}

	/**
	 * Return what browsers compare the module with (W3C Subresource Integrity).
	 * @return the hash, such as {@code sha384-…}
	 */
	public String integrity() {
		return this.integrity;
	}

	/**
	 * Serve the module, for browsers alone to keep: the answer can have the cookie of a
	 * session.
	 */
	Mono<ServerResponse> serve(ServerRequest request) {
		boolean ofThisVersion = request.queryParam("v").filter(this.version::equals).isPresent();
		return ServerResponse.ok()
			.contentType(JAVASCRIPT)
			.cacheControl(ofThisVersion ? CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable()
					: CacheControl.noCache())
			.bodyValue(this.content);
	}

}
