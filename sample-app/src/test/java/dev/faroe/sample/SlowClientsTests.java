package dev.faroe.sample;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that hold a connection without getting on with a request.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "faroe.rest.credential=" + SlowClientsTests.CREDENTIAL, "management.server.port=0",
				"faroe.password.breach-check.enabled=false", "server.netty.idle-timeout=1s",
				"sample.http.body-timeout=1s",
				"spring.r2dbc.url=r2dbc:h2:mem:///slow-clients?options=DB_CLOSE_DELAY=-1" })
@Tag("one-jdk")
class SlowClientsTests {

	static final String CREDENTIAL = "a credential of our own";

	private static final int OF_EACH_KIND = 2000 / Kind.values().length;

	/** What a loaded machine may need; it is no assertion about time. */
	private static final Duration PATIENCE = Duration.ofMinutes(1);

	@LocalServerPort
	private int port;

	@Test
	void areCutOffBesideOthersThatAreServed() throws Exception {
		Map<Kind, Integer> open = new EnumMap<>(Kind.class);
		HttpClient others = HttpClient.newHttpClient();
		try (Selector selector = Selector.open()) {
			for (Kind kind : Kind.values()) {
				for (int number = 0; number < OF_EACH_KIND; number++) {
					connect(selector, kind);
					open.merge(kind, 1, Integer::sum);
				}
			}
			assertThat(selector.keys()).hasSize(2000);
			long deadline = System.nanoTime() + PATIENCE.toNanos();
			while (!selector.keys().isEmpty() && System.nanoTime() < deadline) {
				assertThat(listUsers(others)).isEqualTo(200);
				// Whoever sends a byte now and then does so in this rhythm.
				selector.select((key) -> readOrClose(key, open), 100);
				selector.keys().forEach(SlowClientsTests::sendOneMore);
				selector.selectNow((key) -> readOrClose(key, open));
			}
			assertThat(open).as("connections that are still open")
				.allSatisfy((kind, count) -> assertThat(count).isZero());
			assertThat(listUsers(others)).isEqualTo(200);
		}
	}

	private void connect(Selector selector, Kind kind) throws IOException {
		SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", this.port));
		channel.write(ByteBuffer.wrap(kind.bytes.getBytes(StandardCharsets.US_ASCII)));
		channel.configureBlocking(false);
		channel.register(selector, SelectionKey.OP_READ, kind);
	}

	private int listUsers(HttpClient client) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/users"))
			.header("Authorization", CREDENTIAL)
			.build();
		return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
	}

	private static void sendOneMore(SelectionKey key) {
		try {
			if (((Kind) key.attachment()).trickles) {
				((SocketChannel) key.channel()).write(ByteBuffer.wrap(new byte[] { 'x' }));
			}
		}
		catch (IOException ex) {
			// What the server has closed, the next read tells.
		}
	}

	private static void readOrClose(SelectionKey key, Map<Kind, Integer> open) {
		try {
			SocketChannel channel = (SocketChannel) key.channel();
			if (!endOf(channel)) {
				return;
			}
			key.cancel();
			channel.close();
			open.merge((Kind) key.attachment(), -1, Integer::sum);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean endOf(SocketChannel channel) {
		try {
			return channel.read(ByteBuffer.allocate(1024)) == -1;
		}
		catch (IOException ex) {
			// Reset, because there was more to come.
			return true;
		}
	}

	private enum Kind {

		NOTHING("", false),

		HALF_A_HEADER("GET /users HTTP/1.1\r\nHost: loc", false),

		A_HEADER_BYTE_BY_BYTE("GET /users HTTP/1.1\r\nX-Header: ", true),

		A_REFUSED_REQUEST("GET /users HTTP/1.1\r\nHost: localhost\r\n\r\n", false),

		A_REFUSED_REQUEST_WITHOUT_ITS_BODY("POST /users HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n",
				false),

		A_REFUSED_REQUEST_BYTE_BY_BYTE("POST /users HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n",
				true),

		HALF_A_HEADER_AFTER_A_REQUEST(
				"GET /users HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + CREDENTIAL + "\r\n\r\nGET /us", false),

		HALF_A_BODY("POST /users HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + CREDENTIAL
				+ "\r\nContent-Length: 1000\r\n\r\n{", false),

		A_BODY_BYTE_BY_BYTE("POST /users HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + CREDENTIAL
				+ "\r\nContent-Length: 60000\r\n\r\n{", true),

		A_HEADER_BYTE_BY_BYTE_AFTER_A_REQUEST(
				"GET /users HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + CREDENTIAL + "\r\n\r\nGET /us", true);

		private final String bytes;

		private final boolean trickles;

		Kind(String bytes, boolean trickles) {
			this.bytes = bytes;
			this.trickles = trickles;
		}

	}

}
