package dev.faroe.sample.gofaroe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;

import dev.faroe.totp.TotpCredential;
import dev.faroe.totp.TotpCredentialWithKey;
import dev.faroe.totp.TotpKey;
import dev.faroe.user.ImportedUser;
import org.jspecify.annotations.Nullable;

/**
 * The SQLite file of a Go Faroe server, read as it was at one moment and never written
 * to. Reading blocks, and takes no more memory than a batch needs.
 */
final class GoFaroeFile implements AutoCloseable {

	private static final byte[] HEADER = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

	/** The flag of SQLite's open function: fail rather than write. */
	private static final String READ_ONLY = "1";

	private static final String WRONG_TYPE = "a value is missing, or not of the type of its column";

	private final Connection connection;

	private final boolean withEmail;

	private final long users;

	private final long totpCredentials;

	private final long requests;

	private GoFaroeFile(Connection connection) throws SQLException {
		this.connection = connection;
		// One transaction for all statements: they see the same moment.
		connection.setAutoCommit(false);
		requireIntact();
		GoFaroeSchema schema = new GoFaroeSchema(connection);
		this.withEmail = schema.requireKnown();
		this.users = schema.count("user");
		this.totpCredentials = schema.count("totp_credential");
		this.requests = schema.countRequests();
	}

	/**
	 * Open a file.
	 * @param path where the file is
	 * @return the file, which has what can be imported
	 * @throws UnreadableFileException if it is not the file of a Go Faroe server
	 */
	static GoFaroeFile open(Path path) {
		requireHeader(path);
		Properties properties = new Properties();
		properties.setProperty("open_mode", READ_ONLY);
		// As a URI, so that no character of the path has a meaning of its own.
		String url = "jdbc:sqlite:file:" + path.toAbsolutePath().toUri().getRawPath();
		Connection connection = null;
		try {
			connection = DriverManager.getConnection(url, properties);
			return new GoFaroeFile(connection);
		}
		catch (SQLException ex) {
			close(connection);
			throw unreadable(ex);
		}
		catch (UnreadableFileException ex) {
			close(connection);
			throw ex;
		}
	}

	private static void requireHeader(Path path) {
		if (!Files.isRegularFile(path)) {
			throw new UnreadableFileException("there is no such file");
		}
		try (InputStream input = Files.newInputStream(path)) {
			if (!Arrays.equals(input.readNBytes(HEADER.length), HEADER)) {
				throw new UnreadableFileException("it is not a SQLite database");
			}
		}
		catch (IOException ex) {
			throw new UnreadableFileException("it cannot be read: " + ex.getMessage(), ex);
		}
	}

	private void requireIntact() throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet result = statement.executeQuery("PRAGMA quick_check(1)")) {
			if (!result.next() || !"ok".equals(result.getString(1))) {
				throw new UnreadableFileException("it is damaged");
			}
		}
	}

	long users() {
		return this.users;
	}

	long totpCredentials() {
		return this.totpCredentials;
	}

	/**
	 * Return the number of requests that are not imported.
	 */
	long requests() {
		return this.requests;
	}

	void readUsers(int batchSize, Consumer<List<SourceRow<ImportedUser>>> consumer) {
		String email = this.withEmail ? "email, email_verified" : "NULL, 0";
		read("SELECT id, created_at, password_hash, recovery_code, " + email + " FROM user", GoFaroeFile::user,
				batchSize, consumer);
	}

	void readTotpCredentials(int batchSize, Consumer<List<SourceRow<TotpCredentialWithKey>>> consumer) {
		read("SELECT id, user_id, created_at, key FROM totp_credential", GoFaroeFile::totpCredential, batchSize,
				consumer);
	}

	private <T> void read(String query, RowReader<T> reader, int batchSize, Consumer<List<SourceRow<T>>> consumer) {
		try (Statement statement = this.connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
			List<SourceRow<T>> batch = new ArrayList<>(batchSize);
			while (rows.next()) {
				batch.add(reader.read(rows));
				if (batch.size() == batchSize) {
					consumer.accept(batch);
					batch = new ArrayList<>(batchSize);
				}
			}
			if (!batch.isEmpty()) {
				consumer.accept(batch);
			}
		}
		catch (SQLException ex) {
			throw unreadable(ex);
		}
	}

	private static SourceRow<ImportedUser> user(ResultSet row) throws SQLException {
		Object email = row.getObject(5);
		if (row.getObject(1) instanceof String id && row.getObject(2) instanceof Number createdAt
				&& row.getObject(3) instanceof String passwordHash && row.getObject(4) instanceof String recoveryCode
				&& (email == null || email instanceof String)) {
			boolean emailVerified = email != null && row.getBoolean(6);
			return SourceRow
				.of(new ImportedUser(id, time(createdAt), (String) email, emailVerified, passwordHash, recoveryCode));
		}
		return SourceRow.refused(WRONG_TYPE);
	}

	private static SourceRow<TotpCredentialWithKey> totpCredential(ResultSet row) throws SQLException {
		Object key = row.getObject(4);
		if (key == null) {
			return SourceRow.refused("the key is missing");
		}
		if (key instanceof byte[] bytes && bytes.length != TotpKey.LENGTH) {
			return SourceRow.refused("the key does not have %d bytes".formatted(TotpKey.LENGTH));
		}
		if (row.getObject(1) instanceof String id && row.getObject(2) instanceof String userId
				&& row.getObject(3) instanceof Number createdAt && key instanceof byte[] bytes) {
			return SourceRow
				.of(new TotpCredentialWithKey(new TotpCredential(id, userId, time(createdAt)), new TotpKey(bytes)));
		}
		return SourceRow.refused(WRONG_TYPE);
	}

	/**
	 * A number that is no time at all becomes one that is refused.
	 */
	private static Instant time(Number seconds) {
		long value = seconds.longValue();
		return (value >= 0 && value <= Instant.MAX.getEpochSecond()) ? Instant.ofEpochSecond(value) : Instant.MIN;
	}

	private static UnreadableFileException unreadable(SQLException ex) {
		return new UnreadableFileException("it cannot be read: " + ex.getMessage(), ex);
	}

	private static void close(@Nullable Connection connection) {
		if (connection == null) {
			return;
		}
		try {
			connection.close();
		}
		catch (SQLException ex) {
			// Nothing was written that could be lost.
		}
	}

	@Override
	public void close() {
		close(this.connection);
	}

	@FunctionalInterface
	private interface RowReader<T> {

		SourceRow<T> read(ResultSet row) throws SQLException;

	}

}
