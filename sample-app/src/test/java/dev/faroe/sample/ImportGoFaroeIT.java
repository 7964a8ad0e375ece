package dev.faroe.sample;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.spec.SecretKeySpec;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import dev.faroe.sample.gofaroe.GoFaroeDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packed application imports files of a Go Faroe server.
 */
class ImportGoFaroeIT {

	private static final String CREDENTIAL = "a credential of our own";

	private static final String COMMAND = "import-go-faroe";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource
	void usersLogInAsBefore(Target target) throws Exception {
		try (Database database = target.create(this.directory)) {
			CommandProcess command = CommandProcess.start(this.directory, database.environment(), COMMAND,
					GoFaroeDatabase.REAL.toAbsolutePath().toString());
			assertThat(command.exitValue()).as(command.output()).isZero();
			assertThat(command.output()).doesNotContain("$argon2id$").doesNotContain("WARNING:");
			JsonNode users = JsonMapper.shared().readTree(Files.readString(GoFaroeDatabase.REAL_CALLS));
			try (SampleServer server = SampleServer.start(this.directory, database.environment())) {
				assertThat(users).hasSize(12);
				users.forEach((user) -> requireSame(server, user));
			}
		}
	}

	private static void requireSame(SampleServer server, JsonNode expected) {
		String path = "/users/" + expected.get("id").stringValue();
		JsonNode user = JsonMapper.shared().readTree(server.send("GET", path, "", CREDENTIAL).body());
		for (String member : List.of("id", "created_at", "recovery_code")) {
			assertThat(user.get(member)).isEqualTo(expected.get(member));
		}
		assertThat(user.get("totp_registered").booleanValue()).isEqualTo(!expected.get("totp_credentials").isEmpty());
		String password = JsonMapper.shared().writeValueAsString(Map.of("password", expected.get("password")));
		assertThat(server.send("POST", path + "/verify-password", password, CREDENTIAL).statusCode()).isEqualTo(204);
		assertThat(server.send("POST", path + "/verify-password", "{\"password\":\"another\"}", CREDENTIAL).body())
			.contains("INCORRECT_PASSWORD");
		expected.get("totp_credentials").forEach((credential) -> requireSameCredential(server, credential));
	}

	private static void requireSameCredential(SampleServer server, JsonNode expected) {
		String path = "/totp-credentials/" + expected.get("id").stringValue();
		JsonNode credential = JsonMapper.shared().readTree(server.send("GET", path, "", CREDENTIAL).body());
		assertThat(credential.get("created_at")).isEqualTo(expected.get("created_at"));
		byte[] key = Base64.getDecoder().decode(expected.get("key").stringValue());
		String body = "{\"code\":\"" + code(key) + "\"}";
		assertThat(server.send("POST", path + "/verify-totp", body, CREDENTIAL).statusCode()).isEqualTo(204);
		assertThat(server.send("POST", path + "/verify-totp", body, CREDENTIAL).body()).contains("INCORRECT_CODE");
	}

	private static String code(byte[] key) {
		try {
			TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator();
			return generator.generateOneTimePasswordString(new SecretKeySpec(key, generator.getAlgorithm()),
					Instant.now());
		}
		catch (InvalidKeyException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void importsAHundredThousandUsersInOneRun() throws Exception {
		Path file = GoFaroeDatabase.generate(this.directory, 100_000);
		try (Database database = Target.H2.create(this.directory)) {
			importCompletely(database, file);
			requireCopied(file, database);
		}
	}

	@ParameterizedTest
	@EnumSource
	void goesOnAfterBeingKilledHalfWay(Target target) throws Exception {
		int number = 20_000;
		Path file = GoFaroeDatabase.generate(this.directory, number);
		try (Database database = target.create(this.directory)) {
			CommandProcess killed = CommandProcess.start(this.directory, database.environment(), COMMAND,
					file.toString());
			killed.killAt("40% (");
			assertThat(killed.output()).doesNotContain("100% (");
			assertThat(database.users()).isBetween(1L, number - 1L);
			importCompletely(database, file);
			requireCopied(file, database);
		}
	}

	private void importCompletely(Database database, Path file) throws Exception {
		CommandProcess command = CommandProcess.start(this.directory, database.environment(), COMMAND, file.toString());
		assertThat(command.exitValue()).as(command.output()).isZero();
		assertThat(command.output()).contains("100% (");
	}

	private static void requireCopied(Path file, Database database) throws Exception {
		try (Connection source = DriverManager.getConnection("jdbc:sqlite:" + file);
				Connection target = database.connect()) {
			List<String> expected = rows(source, "SELECT id, created_at, password_hash, recovery_code FROM user");
			assertThat(rows(target, "SELECT id, created_at, password_hash, recovery_code FROM faroe_user"))
				.isEqualTo(expected);
			List<String> credentials = rows(source, "SELECT id, user_id, created_at, key FROM totp_credential");
			assertThat(rows(target, "SELECT id, user_id, created_at, totp_key FROM faroe_totp_credential"))
				.isEqualTo(credentials);
		}
	}

	private static List<String> rows(Connection connection, String query) throws SQLException {
		List<String> rows = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(query)) {
			while (result.next()) {
				Object last = result.getObject(4);
				String text = (last instanceof byte[] key) ? "plain:" + Base64.getEncoder().encodeToString(key)
						: String.valueOf(last);
				rows.add(result.getString(1) + " " + result.getString(2) + " " + result.getString(3) + " " + text);
			}
		}
		rows.sort(null);
		return rows;
	}

	enum Target {

		H2 {

			@Override
			Database create(Path directory) {
				String file = directory.resolve("data/faroe").toString();
				return new Database(Map.of(), "jdbc:h2:file:" + file, "sa", "", () -> {
				});
			}

		},

		POSTGRESQL {

			@Override
			Database create(Path directory) throws Exception {
				EmbeddedPostgres postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
				String address = "postgresql://localhost:" + postgres.getPort() + "/postgres";
				return new Database(
						Map.of("SPRING_R2DBC_URL", "r2dbc:" + address, "SPRING_R2DBC_USERNAME", "postgres",
								"SPRING_R2DBC_PASSWORD", "postgres"),
						"jdbc:" + address, "postgres", "postgres", postgres);
			}

		};

		abstract Database create(Path directory) throws Exception;

	}

	/**
	 * A database to import into.
	 */
	private record Database(Map<String, String> properties, String url, String user, String password,
			Closeable server) implements Closeable {

		Map<String, String> environment() {
			Map<String, String> environment = new HashMap<>(this.properties);
			environment.put("FAROE_REST_CREDENTIAL", CREDENTIAL);
			environment.put("FAROE_PASSWORD_BREACHCHECK_ENABLED", "false");
			return environment;
		}

		Connection connect() throws SQLException {
			return DriverManager.getConnection(this.url, this.user, this.password);
		}

		long users() throws SQLException {
			try (Connection connection = connect();
					Statement statement = connection.createStatement();
					ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM faroe_user")) {
				result.next();
				return result.getLong(1);
			}
		}

		@Override
		public void close() throws IOException {
			this.server.close();
		}

	}

}
