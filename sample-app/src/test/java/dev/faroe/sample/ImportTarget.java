package dev.faroe.sample;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database to import into.
 */
enum ImportTarget {

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
			return new Database(Map.of("SPRING_R2DBC_URL", "r2dbc:" + address, "SPRING_R2DBC_USERNAME", "postgres",
					"SPRING_R2DBC_PASSWORD", "postgres"), "jdbc:" + address, "postgres", "postgres", postgres);
		}

	};

	static final String CREDENTIAL = "a credential of our own";

	static final String COMMAND = "import-go-faroe";

	abstract Database create(Path directory) throws Exception;

	static void importCompletely(Path directory, Database database, Path file) throws Exception {
		CommandProcess command = CommandProcess.start(directory, database.environment(), COMMAND, file.toString());
		assertThat(command.exitValue()).as(command.output()).isZero();
		assertThat(command.output()).contains("100% (");
	}

	static void requireCopied(Path file, Database database) throws Exception {
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

	/**
	 * A database to import into.
	 */
	record Database(Map<String, String> properties, String url, String user, String password,
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
