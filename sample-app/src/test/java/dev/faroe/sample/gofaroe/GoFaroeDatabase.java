package dev.faroe.sample.gofaroe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * Files like those of a Go Faroe server.
 */
public final class GoFaroeDatabase {

	/** The file of a real server. */
	public static final Path REAL = Path.of("src", "test", "resources", "go-faroe", "go-faroe-server.db");

	/** What was sent to the real server, and what it answered. */
	public static final Path REAL_CALLS = Path.of("src", "test", "resources", "go-faroe", "go-faroe-server.json");

	/** A hash of the real server. */
	static final String HASH = "$argon2id$v=19$m=19456,t=2,p=1$dUTb3m5yLJfGaxKydtP7Uw$I27+7mybGRb1R18+G+CBjf+F/gLBo383eLPKRoDh0s0";

	private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

	private GoFaroeDatabase() {
	}

	/**
	 * Copy the real file, and change the copy.
	 */
	static Path changed(Path directory, String... statements) throws SQLException, IOException {
		Path file = Files.createTempFile(directory, "faroe", ".db");
		Files.write(file, Files.readAllBytes(REAL));
		execute(file, statements);
		return file;
	}

	static void execute(Path file, String... statements) throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
				Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	/**
	 * Create a file with many users, every tenth with a TOTP credential.
	 * @param directory where to create it
	 * @param users the number of users
	 * @return the file
	 */
	public static Path generate(Path directory, int users) throws SQLException, IOException {
		Path file = changed(directory, "DELETE FROM user_email_verification_request",
				"DELETE FROM email_update_request", "DELETE FROM password_reset_request", "DELETE FROM totp_credential",
				"DELETE FROM user");
		Random random = new Random(42);
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
			connection.setAutoCommit(false);
			try (PreparedStatement user = connection.prepareStatement("INSERT INTO user VALUES (?, ?, ?, ?)");
					PreparedStatement credential = connection
						.prepareStatement("INSERT INTO totp_credential VALUES (?, ?, ?, ?)")) {
				for (int index = 0; index < users; index++) {
					String id = id(random);
					user.setString(1, id);
					user.setLong(2, 1_700_000_000L + index);
					user.setString(3, HASH);
					user.setString(4, "ABCDEFGH");
					user.addBatch();
					if (index % 10 == 0) {
						byte[] key = new byte[20];
						random.nextBytes(key);
						credential.setString(1, id(random));
						credential.setString(2, id);
						credential.setLong(3, 1_700_000_000L + index);
						credential.setBytes(4, key);
						credential.addBatch();
					}
				}
				user.executeBatch();
				credential.executeBatch();
			}
			connection.commit();
		}
		return file;
	}

	private static String id(Random random) {
		StringBuilder id = new StringBuilder();
		random.ints(24, 0, ALPHABET.length()).forEach((index) -> id.append(ALPHABET.charAt(index)));
		return id.toString();
	}

}
