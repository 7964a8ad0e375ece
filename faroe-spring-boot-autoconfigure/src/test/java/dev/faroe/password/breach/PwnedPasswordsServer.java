package dev.faroe.password.breach;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * A local stand-in for the Have I Been Pwned range API. It speaks the real format, with
 * CRLF between lines and padding on request, and can fail in many ways.
 */
public final class PwnedPasswordsServer implements AutoCloseable {

	private static final int RANGE_SIZE = 800;

	private static final int PADDING_SIZE = 100;

	private final Map<String, Long> pwned = new ConcurrentHashMap<>();

	private final List<String> paths = new CopyOnWriteArrayList<>();

	private final List<HttpHeaders> headers = new CopyOnWriteArrayList<>();

	private final Sinks.Many<String> requests = Sinks.many().replay().all();

	/** A single thread, so that requests are recorded one after the other. */
	private final LoopResources loop = LoopResources.create("pwned-passwords-server", 1, true);

	private final DisposableServer server;

	private volatile Mode mode = Mode.NORMAL;

	private PwnedPasswordsServer() {
		this.server = HttpServer.create().runOn(this.loop).host("localhost").port(0).handle(this::handle).bindNow();
	}

	/**
	 * Start a server that knows no pwned password, on a free port of this machine.
	 * @return the server
	 */
	public static PwnedPasswordsServer start() {
		return new PwnedPasswordsServer();
	}

	/**
	 * Add a pwned password.
	 * @param password the password
	 * @param count how many times it was seen; zero makes it look like padding
	 * @return this server
	 */
	public PwnedPasswordsServer add(String password, long count) {
		this.pwned.put(sha1(password), count);
		return this;
	}

	/**
	 * Set how later requests are answered.
	 * @param mode the mode
	 */
	public void answer(Mode mode) {
		this.mode = mode;
	}

	/**
	 * Return how many requests have arrived.
	 * @return the number of requests
	 */
	public int requestCount() {
		return this.paths.size();
	}

	/**
	 * Return the URIs of the requests so far, in their order.
	 * @return the URIs, which begin with {@code /}
	 */
	public List<String> paths() {
		return List.copyOf(this.paths);
	}

	/**
	 * Return the headers of the requests so far, in their order.
	 * @return the headers
	 */
	public List<HttpHeaders> headers() {
		return List.copyOf(this.headers);
	}

	/**
	 * Return the URIs of all requests, past and to come, as they arrive.
	 * @return the URIs
	 */
	public Flux<String> requests() {
		return this.requests.asFlux();
	}

	/**
	 * Return the address to configure as the API's.
	 * @return the base URL, with no slash at its end
	 */
	public URI baseUrl() {
		return URI.create("http://localhost:" + this.server.port());
	}

	/**
	 * Stop the server: later requests are refused by the machine.
	 */
	@Override
	public void close() {
		this.server.disposeNow();
		this.loop.disposeLater(Duration.ZERO, Duration.ofSeconds(2)).subscribe();
	}

	private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		this.paths.add(request.uri());
		this.headers.add(request.requestHeaders().copy());
		this.requests.tryEmitNext(request.uri()).orThrow();
		String prefix = request.uri().substring(request.uri().lastIndexOf('/') + 1);
		String range = range(prefix, "true".equals(request.requestHeaders().get("Add-Padding")));
		return switch (this.mode) {
			case NORMAL -> response.sendString(Mono.just(range));
			case LAST_LINE_UNTERMINATED -> response.sendString(Mono.just(range.stripTrailing()));
			case NO_ANSWER -> Mono.never();
			case STALLED_BODY ->
				response.sendString(Flux.concat(Mono.just(range), Mono.never()), StandardCharsets.UTF_8);
			case SERVER_ERROR -> response.status(500).sendString(Mono.just("error"));
			case TOO_MANY_REQUESTS -> response.status(429).header("Retry-After", "2").send();
			case NOT_FOUND -> response.sendNotFound();
			case NO_CONTENT -> response.status(204).send();
			case REDIRECT -> response.sendRedirect(baseUrl() + "/elsewhere/" + prefix);
			case TEXT -> response.sendString(Mono.just("all is well"));
			case HTML -> response.header("Content-Type", "text/html").sendString(Mono.just("<html>Sign in</html>\r\n"));
			case EMPTY -> response.header("Content-Length", "0").send();
			case HALF_LINE -> response.sendString(Mono.just(range.substring(0, range.length() - 25)));
			case GARBAGE_LAST -> response.sendString(Mono.just(range + "garbage\r\n"));
			case CUT_SHORT -> cut(response.header("Content-Length", Integer.toString(range.length() + 42)), range);
			case CUT_CHUNKS -> cut(response.chunkedTransfer(true), range);
			case NO_LENGTH -> raw(response, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + range);
			case NOT_HTTP -> raw(response, "220 mail.example.com ESMTP\r\n");
			case TOO_LARGE -> response.sendString(Flux.range(0, 40).map((index) -> range));
		};
	}

	/** Send headers and a whole number of lines, then close the connection. */
	private static Publisher<Void> cut(HttpServerResponse response, String range) {
		return response.sendString(Flux.concat(Mono.just(range), Mono.fromRunnable(() -> close(response))));
	}

	private static void close(HttpServerResponse response) {
		response.withConnection((connection) -> connection.channel().close());
	}

	private static Publisher<Void> raw(HttpServerResponse response, String answer) {
		return Mono.create((sink) -> response.withConnection((connection) -> {
			// From the channel's head, so that the HTTP codec does not see it.
			connection.channel()
				.pipeline()
				.firstContext()
				.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII))
				.addListener((written) -> {
					connection.channel().close();
					sink.success();
				});
		}));
	}

	private String range(String prefix, boolean padded) {
		StringBuilder lines = new StringBuilder();
		for (int i = 0; i < RANGE_SIZE; i++) {
			line(lines, sha1(prefix + i), i + 1);
		}
		this.pwned.forEach((hash, count) -> {
			if (hash.startsWith(prefix)) {
				line(lines, hash, count);
			}
		});
		for (int i = 0; padded && i < PADDING_SIZE; i++) {
			line(lines, sha1("padding" + i), 0);
		}
		return lines.toString();
	}

	private static void line(StringBuilder lines, String hash, long count) {
		lines.append(hash, 5, 40).append(':').append(count).append("\r\n");
	}

	static String sha1(String password) {
		try {
			byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
			return HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * How requests are answered.
	 */
	public enum Mode {

		/** As the real API does. */
		NORMAL,

		/** As the real API does, but with no line break after the last line. */
		LAST_LINE_UNTERMINATED,

		/** Not at all: the connection stays open. */
		NO_ANSWER,

		/** With a range that never ends. */
		STALLED_BODY,

		/** With status 500. */
		SERVER_ERROR,

		/** With status 429. */
		TOO_MANY_REQUESTS,

		/** With status 404. */
		NOT_FOUND,

		/** With status 204. */
		NO_CONTENT,

		/** With a redirect to another path of this server. */
		REDIRECT,

		/** With a text that is no range. */
		TEXT,

		/** With a page of HTML. */
		HTML,

		/** With status 200 and no body. */
		EMPTY,

		/** With a range whose last line ends in its middle. */
		HALF_LINE,

		/** With a range whose last line is no part of it. */
		GARBAGE_LAST,

		/** With fewer bytes than the headers announce. */
		CUT_SHORT,

		/** With chunks, of which the last is missing. */
		CUT_CHUNKS,

		/** With a body that ends with the connection. */
		NO_LENGTH,

		/** With something that is not HTTP. */
		NOT_HTTP,

		/** With a range of more than one MiB. */
		TOO_LARGE

	}

}
