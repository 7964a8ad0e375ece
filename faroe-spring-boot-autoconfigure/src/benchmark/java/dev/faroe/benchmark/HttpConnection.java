package dev.faroe.benchmark;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * One connection, one request at a time, and as little work as possible for each. Keeps
 * the cookie of a session.
 */
public final class HttpConnection implements AutoCloseable {

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" type=\"hidden\" value=\"([^\"]+)\"");

	private static final Pattern SESSION = Pattern.compile("SESSION=([^;]+);.*");

	private final Socket socket;

	private final InputStream input;

	private @Nullable String session;

	/**
	 * Open a connection.
	 * @param url the address of the server
	 * @throws IOException if there is none
	 */
	public HttpConnection(String url) throws IOException {
		this.socket = new Socket("127.0.0.1", URI.create(url).getPort());
		this.socket.setTcpNoDelay(true);
		this.input = new BufferedInputStream(this.socket.getInputStream());
	}

	/**
	 * Return the id of the session.
	 * @return the id, or {@code null} if there was none in an answer yet
	 */
	public @Nullable String session() {
		return this.session;
	}

	/**
	 * Go on with a session that another connection has begun.
	 * @param session the id of the session
	 */
	public void session(@Nullable String session) {
		this.session = session;
	}

	/**
	 * Return a request for a page.
	 * @param path the page
	 * @return the request
	 */
	public byte[] get(String path) {
		return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n" + cookie() + "\r\n")
			.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Return a request that submits a form.
	 * @param path where to
	 * @param namesAndValues the fields
	 * @return the request
	 */
	public byte[] post(String path, String... namesAndValues) {
		StringBuilder form = new StringBuilder();
		for (int index = 0; index < namesAndValues.length; index += 2) {
			form.append((index > 0) ? "&" : "")
				.append(namesAndValues[index])
				.append('=')
				.append(URLEncoder.encode(namesAndValues[index + 1], StandardCharsets.UTF_8));
		}
		return ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
				+ "Content-Length: " + form.length() + "\r\n" + cookie() + "\r\n" + form)
			.getBytes(StandardCharsets.US_ASCII);
	}

	private String cookie() {
		return (this.session != null) ? "Cookie: SESSION=" + this.session + "\r\n" : "";
	}

	/**
	 * Return the token of the form on a page.
	 * @param path the page
	 * @return the token
	 * @throws IOException if there is no answer
	 */
	public String csrfToken(String path) throws IOException {
		Matcher token = CSRF.matcher(send(get(path)));
		if (!token.find()) {
			throw new IOException("The page has no CSRF token");
		}
		return token.group(1);
	}

	/**
	 * Send a request.
	 * @param request the request
	 * @return the status, and the body after a space
	 * @throws IOException if there is no answer
	 */
	public String send(byte[] request) throws IOException {
		this.socket.getOutputStream().write(request);
		String status = readLine().substring("HTTP/1.1 ".length());
		int length = 0;
		for (String line = readLine(); !line.isEmpty(); line = readLine()) {
			String lowerCase = line.toLowerCase(Locale.ROOT);
			if (lowerCase.startsWith("content-length:")) {
				length = Integer.parseInt(line.substring(15).trim());
			}
			else if (lowerCase.startsWith("set-cookie:")) {
				Matcher cookie = SESSION.matcher(line.substring(11).trim());
				this.session = cookie.matches() ? cookie.group(1) : this.session;
			}
		}
		return status + " " + new String(this.input.readNBytes(length), StandardCharsets.UTF_8);
	}

	private String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = this.input.read(); next != '\n'; next = this.input.read()) {
			if (next < 0) {
				throw new IOException("The connection was closed");
			}
			if (next != '\r') {
				line.append((char) next);
			}
		}
		return line.toString();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
