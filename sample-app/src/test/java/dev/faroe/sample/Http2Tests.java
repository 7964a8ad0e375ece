package dev.faroe.sample;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.Flow;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server that speaks HTTP/2 beside HTTP/1.1: the same answers, and the same limit on
 * bodies that do not come to their end.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "faroe.rest.credential=" + Http2Tests.CREDENTIAL, "management.server.port=0",
				"faroe.password.breach-check.enabled=false", "server.http2.enabled=true", "sample.http.body-timeout=1s",
				"spring.r2dbc.url=r2dbc:h2:mem:///http2?options=DB_CLOSE_DELAY=-1" })
@Tag("one-jdk")
class Http2Tests {

	static final String CREDENTIAL = "a credential of our own";

	/** What a loaded machine may need; it is no assertion about time. */
	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final Duration BODY_TIMEOUT = Duration.ofSeconds(1);

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@EnumSource
	void answers(HttpClient.Version version) throws Exception {
		answers(request(version), HttpClient.newHttpClient());
	}

	@ParameterizedTest
	@EnumSource
	void cutsOffABodyWithoutAnEnd(HttpClient.Version version) throws Exception {
		cutsOff(request(version), HttpClient.newHttpClient());
	}

	@Test
	void keepsAConnectionWhoseBodyHasEnded() throws Exception {
		keeps(new Socket("localhost", this.port), request(HttpClient.Version.HTTP_1_1), HttpClient.newHttpClient());
	}

	private static void keeps(Socket connection, HttpRequest.Builder request, HttpClient others) throws Exception {
		try (connection) {
			assertThat(listUsers(connection)).startsWith("HTTP/1.1 200");
			long afterTheTimeout = System.nanoTime() + BODY_TIMEOUT.multipliedBy(2).toNanos();
			while (System.nanoTime() < afterTheTimeout) {
				answers(request, others);
			}
			assertThat(listUsers(connection)).startsWith("HTTP/1.1 200");
		}
	}

	private static String listUsers(Socket socket) throws IOException {
		String request = "GET /users HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + CREDENTIAL + "\r\n\r\n";
		socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		StringBuilder response = new StringBuilder();
		for (int read = socket.getInputStream().read(); read != -1; read = socket.getInputStream().read()) {
			response.append((char) read);
			if (response.toString().endsWith("\r\n\r\n[]")) {
				break;
			}
		}
		return response.toString();
	}

	private HttpRequest.Builder request(HttpClient.Version version) {
		return request("http", this.port, version);
	}

	private static HttpRequest.Builder request(String scheme, int port, HttpClient.Version version) {
		return HttpRequest.newBuilder(URI.create(scheme + "://localhost:" + port + "/users"))
			.header("Authorization", CREDENTIAL)
			.version(version)
			.timeout(PATIENCE);
	}

	private static void answers(HttpRequest.Builder request, HttpClient client) throws Exception {
		HttpResponse<String> users = client.send(request.GET().build(), HttpResponse.BodyHandlers.ofString());
		assertThat(users.version()).isEqualTo(users.request().version().orElseThrow());
		assertThat(users.statusCode()).isEqualTo(200);
		HttpResponse<String> refused = client.send(request.POST(HttpRequest.BodyPublishers.ofString("{}")).build(),
				HttpResponse.BodyHandlers.ofString());
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(refused.body()).isEqualTo("{\"error\":\"INVALID_DATA\"}");
	}

	private static void cutsOff(HttpRequest.Builder request, HttpClient client) throws Exception {
		// Without TLS, the first request asks for HTTP/2, and may have no body.
		answers(request, client);
		HttpRequest endless = request.POST(HttpRequest.BodyPublishers.fromPublisher(Http2Tests::sendOneByteAndNoMore))
			.build();
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> client.send(endless, HttpResponse.BodyHandlers.ofString()))
			.isNotInstanceOf(HttpTimeoutException.class);
	}

	private static void sendOneByteAndNoMore(Flow.Subscriber<? super ByteBuffer> subscriber) {
		subscriber.onSubscribe(new Flow.Subscription() {

			private boolean sent;

			@Override
			public void request(long count) {
				if (!this.sent) {
					this.sent = true;
					subscriber.onNext(ByteBuffer.wrap(new byte[] { '{' }));
				}
			}

			@Override
			public void cancel() {
			}

		});
	}

	/**
	 * With TLS, where a connection agrees on its protocol first.
	 */
	@Nested
	class WithTls {

		private static final String PASSWORD = "for-tests-only";

		@TempDir
		private static Path directory;

		@LocalServerPort
		private int port;

		@DynamicPropertySource
		static void certificate(DynamicPropertyRegistry registry) throws Exception {
			Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-alias", "localhost", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
					"san=dns:localhost", "-storetype", "PKCS12", "-keystore", store().toString(), "-storepass",
					PASSWORD)
				.start();
			assertThat(keytool.waitFor()).isZero();
			registry.add("server.ssl.key-store", () -> store().toString());
			registry.add("server.ssl.key-store-password", () -> PASSWORD);
			registry.add("management.server.ssl.enabled", () -> "false");
		}

		@ParameterizedTest
		@EnumSource
		void answers(HttpClient.Version version) throws Exception {
			Http2Tests.answers(request("https", this.port, version), client());
		}

		@ParameterizedTest
		@EnumSource
		void cutsOffABodyWithoutAnEnd(HttpClient.Version version) throws Exception {
			cutsOff(request("https", this.port, version), client());
		}

		@Test
		void keepsAConnectionWhoseBodyHasEnded() throws Exception {
			HttpClient others = client();
			keeps(others.sslContext().getSocketFactory().createSocket("localhost", this.port),
					request("https", this.port, HttpClient.Version.HTTP_1_1), others);
		}

		private static HttpClient client() throws Exception {
			KeyStore certificates = KeyStore.getInstance("PKCS12");
			try (InputStream file = Files.newInputStream(store())) {
				certificates.load(file, PASSWORD.toCharArray());
			}
			KeyStore trusted = KeyStore.getInstance("PKCS12");
			trusted.load(null, null);
			trusted.setCertificateEntry("localhost", certificates.getCertificate("localhost"));
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(trusted);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, trust.getTrustManagers(), null);
			return HttpClient.newBuilder().sslContext(context).build();
		}

		private static Path store() {
			return directory.resolve("localhost.p12");
		}

	}

}
