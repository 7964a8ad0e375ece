package dev.faroe.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.faroe.sample.pages.PageClient;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes of the packed application on one PostgreSQL and one Redis.
 */
@Tag("one-jdk")
class SeveralInstancesIT {

	private static final String CREDENTIAL = "a credential of both";

	private static final String BOB = "{\"email\":\"bob@example.com\",\"password\":\"violet harbour sings 42\"}";

	@TempDir
	private Path directory;

	@Test
	void holdALimitAndASessionTogether() throws Exception {
		int port = freePort();
		RedisServer redis = RedisServer.newRedisServer().port(port).setting("save \"\"").build();
		redis.start();
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
			Map<String, String> environment = Map.ofEntries(Map.entry("FAROE_PASSWORD_BREACHCHECK_ENABLED", "false"),
					Map.entry("FAROE_RATELIMIT_PASSWORDHASHING_CAPACITY", "1000"),
					Map.entry("FAROE_REST_CREDENTIAL", CREDENTIAL), Map.entry("FAROE_RATELIMIT_STORE", "redis"),
					Map.entry("FAROE_RATELIMIT_REDIS_ONFAILURE", "reject"),
					Map.entry("FAROE_RATELIMIT_REDIS_TIMEOUT", "20s"), Map.entry("SAMPLE_SESSIONS_STORE", "redis"),
					Map.entry("SPRING_DATA_REDIS_URL", "redis://127.0.0.1:" + port),
					Map.entry("SPRING_R2DBC_URL", "r2dbc:postgresql://localhost:" + postgres.getPort() + "/postgres"),
					Map.entry("SPRING_R2DBC_USERNAME", "postgres"), Map.entry("SPRING_R2DBC_PASSWORD", "postgres"));
			try (SampleServer first = SampleServer.start(folder("first"), environment);
					SampleServer second = SampleServer.start(folder("second"), environment)) {
				assertSessionGoesOn(first, second);
				List<SampleServer> servers = List.of(first, second);
				first.send("POST", "/users", body("a long enough password"), CREDENTIAL);
				List<String> answers = IntStream.range(0, 60)
					.parallel()
					.mapToObj((index) -> servers.get(index % 2)
						.send("POST", "/authenticate/password", body("wrong"), CREDENTIAL)
						.body())
					.toList();
				assertThat(answers).filteredOn("{\"error\":\"INCORRECT_PASSWORD\"}"::equals).hasSize(5);
				assertThat(answers).filteredOn("{\"error\":\"TOO_MANY_REQUESTS\"}"::equals).hasSize(55);
				for (SampleServer server : servers) {
					assertThat(server.log()).doesNotContain("RedisRateLimiter").doesNotContain("ERROR");
				}
			}
		}
		finally {
			redis.stop();
		}
	}

	private static void assertSessionGoesOn(SampleServer first, SampleServer second) {
		String user = value("id", first.send("POST", "/users", BOB, CREDENTIAL));
		String code = value("code",
				first.send("POST", "/users/" + user + "/email-verification-request", "", CREDENTIAL));
		first.send("POST", "/users/" + user + "/verify-email", "{\"code\":\"" + code + "\"}", CREDENTIAL);
		PageClient browser = new PageClient(first.url());
		assertThat(browser.led("/log-in", "email", "bob@example.com", "password", "violet harbour sings 42"))
			.isEqualTo("303 /account");
		PageClient elsewhere = browser.copyAt(second.url());
		assertThat(elsewhere.get("/account").body()).contains("bob@example.com");
		assertThat(elsewhere.led("/log-in/out")).startsWith("303 ");
		assertThat(browser.at("/account")).isEqualTo("303 /sign-in");
	}

	private static String value(String name, HttpResponse<String> response) {
		return response.body().replaceFirst("(?s).*\"" + name + "\":\"([^\"]+)\".*", "$1");
	}

	private Path folder(String name) throws IOException {
		return Files.createDirectory(this.directory.resolve(name));
	}

	private static String body(String password) {
		return "{\"email\":\"ann@example.com\",\"password\":\"%s\",\"client_ip\":\"192.0.2.1\"}".formatted(password);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
