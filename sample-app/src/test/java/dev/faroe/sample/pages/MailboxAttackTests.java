package dev.faroe.sample.pages;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Who is not on this machine wants to read the mails, and who writes them the pages.
 */
class MailboxAttackTests extends PlainPageTestCase {

	private static final List<String> PATHS = List.of("/dev/mailbox", "/dev/mailbox/1", "/dev/mailbox/1/html",
			"/dev/mailbox/x");

	@ParameterizedTest
	@ValueSource(strings = { "Forwarded: for=127.0.0.1", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: localhost",
			"X-Forwarded-Proto: http", "X-Real-IP: 127.0.0.1", "Via: 1.1 proxy", "True-Client-IP: 127.0.0.1",
			"x-forwarded-for: ", "Cf-Connecting-Ip: 127.0.0.1" })
	void isNotThereBehindAProxy(String header) throws IOException {
		mail();
		for (String path : PATHS) {
			assertThat(status(path, "Host: localhost:" + PORT, header)).as(path).isEqualTo("404");
		}
		assertThat(status("/dev/mailbox", "Host: localhost:" + PORT)).isEqualTo("200");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example#localhost",
					"localhost@evil.example", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "127.1", "" })
	void isNotThereUnderAnotherName(String name) throws IOException {
		mail();
		for (String path : PATHS) {
			assertThat(status(path, "Host: " + name + ":" + PORT)).as(path).isIn("400", "404");
		}
		assertThat(status("/dev/mailbox", "Host: localhost:" + PORT, "Host: " + name)).isIn("400", "404");
	}

	@Test
	void isNotThereForOtherMachines() throws IOException {
		InetAddress other = otherAddress();
		assumeTrue(other != null, "there is no other address");
		for (String path : PATHS) {
			try (Socket socket = new Socket(other, PORT)) {
				assertThat(status(socket, path, "Host: localhost:" + PORT)).isEqualTo("404");
			}
		}
	}

	@Test
	void showsAMailAsMailProgramsDo() {
		mail();
		HttpResponse<String> html = this.visitor.get("/dev/mailbox/1/html");
		String policy = html.headers().firstValue("Content-Security-Policy").orElse("");
		assertThat(policy).startsWith("default-src 'none';")
			.contains("; sandbox allow-top-navigation-by-user-activation", "form-action 'none'", "base-uri 'none'")
			.doesNotContain("unsafe-inline", "allow-scripts", "allow-same-origin", "http");
		assertThat(html.headers().allValues("Content-Security-Policy")).hasSize(1);
		assertThat(html.headers().firstValue("X-Frame-Options")).hasValue("SAMEORIGIN");
		assertThat(html.body()).doesNotContain("<script", "<img", "<link", "@import", "url(");
	}

	@Test
	void pagesWithSecretsAreNotKeptNorFramed() {
		mail();
		signUp(this.visitor, newAddress());
		this.visitor.led("/account/authenticators");
		for (String page : List.of("/dev/mailbox", "/dev/mailbox/1", "/account", "/account/authenticators/new",
				"/sign-in/code/link?code=ABCDEFGH", "/sign-in", "/sign-up", "/dev/mailbox/999")) {
			assertKeptByNobody(this.visitor.get(page));
		}
		assertKeptByNobody(this.visitor.submit("/account/recovery-code"));
		assertKeptByNobody(this.visitor.submitWith("", "/account/recovery-code"));
		assertThat(this.visitor.get("/dev/mailbox/1/html").headers().firstValue("Cache-Control")).hasValue("no-store");
	}

	private static void assertKeptByNobody(HttpResponse<String> response) {
		assertThat(response.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
		assertThat(response.headers().firstValue("X-Frame-Options")).hasValue("DENY");
		assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
			.contains("frame-ancestors 'none'")
			.doesNotContain("unsafe-inline");
		assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
		assertThat(response.headers().firstValue("Referrer-Policy").orElse("")).isIn("same-origin", "no-referrer");
	}

	private void mail() {
		beginSignUp(this.visitor, this.address);
	}

	private static InetAddress otherAddress() throws SocketException {
		return NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter((address) -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
			.findFirst()
			.orElse(null);
	}

	private static String status(String path, String... headers) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT)) {
			return status(socket, path, headers);
		}
	}

	private static String status(Socket socket, String path, String... headers) throws IOException {
		String request = "GET " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers)
				+ "\r\nAccept: text/html\r\nConnection: close\r\n\r\n";
		socket.setSoTimeout(60_000);
		socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
		String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return response.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length());
	}

}
