package dev.faroe.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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

	@TempDir
	private Path directory;

	@Test
	void holdALimitTogether() throws Exception {
		int port = freePort();
		RedisServer redis = RedisServer.newRedisServer().port(port).setting("save \"\"").build();
		redis.start();
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
			Map<String, String> environment = Map.of("FAROE_PASSWORD_BREACHCHECK_ENABLED", "false",
					"FAROE_RATELIMIT_PASSWORDHASHING_CAPACITY", "1000", "FAROE_REST_CREDENTIAL", CREDENTIAL,
					"FAROE_RATELIMIT_STORE", "redis", "FAROE_RATELIMIT_REDIS_ONFAILURE", "reject",
					"FAROE_RATELIMIT_REDIS_TIMEOUT", "20s", "SPRING_DATA_REDIS_URL", "redis://127.0.0.1:" + port,
					"SPRING_R2DBC_URL", "r2dbc:postgresql://localhost:" + postgres.getPort() + "/postgres",
					"SPRING_R2DBC_USERNAME", "postgres", "SPRING_R2DBC_PASSWORD", "postgres");
			try (SampleServer first = SampleServer.start(folder("first"), environment);
					SampleServer second = SampleServer.start(folder("second"), environment)) {
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
