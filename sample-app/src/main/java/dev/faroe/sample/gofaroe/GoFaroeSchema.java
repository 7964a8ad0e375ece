package dev.faroe.sample.gofaroe;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tables of a Go Faroe server. What is imported has to be exactly as expected: a
 * column that nobody knows could hold something that must not get lost.
 */
final class GoFaroeSchema {

	private static final Map<String, String> USER = Map.of("id", "TEXT", "created_at", "INTEGER", "password_hash",
			"TEXT", "recovery_code", "TEXT");

	/** Columns of the user table that not every version has. */
	private static final Map<String, String> USER_EMAIL = Map.of("email", "TEXT", "email_verified", "INTEGER");

	private static final Map<String, String> TOTP_CREDENTIAL = Map.of("id", "TEXT", "user_id", "TEXT", "created_at",
			"INTEGER", "key", "BLOB");

	/** Second factors that this server does not have. */
	private static final List<String> UNSUPPORTED = List.of("passkey_credential", "security_key");

	private static final List<String> REQUESTS = List.of("user_email_verification_request", "email_update_request",
			"password_reset_request");

	private final Connection connection;

	GoFaroeSchema(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Require that everything in the file can be imported, or need not be.
	 * @return whether users have email addresses
	 */
	boolean requireKnown() throws SQLException {
		Map<String, String> user = columns("user");
		boolean withEmail = user.keySet().containsAll(USER_EMAIL.keySet());
		Map<String, String> expected = new TreeMap<>(USER);
		if (withEmail) {
			expected.putAll(USER_EMAIL);
		}
		requireColumns("user", expected, user);
		requireColumns("totp_credential", TOTP_CREDENTIAL, columns("totp_credential"));
		for (String table : UNSUPPORTED) {
			long rows = countIfPresent(table);
			if (rows > 0) {
				throw new UnreadableFileException(
						"its table %s has %d rows, second factors that this server does not have".formatted(table,
								rows));
			}
		}
		return withEmail;
	}

	long countRequests() throws SQLException {
		long count = 0;
		for (String table : REQUESTS) {
			count += countIfPresent(table);
		}
		return count;
	}

	private static void requireColumns(String table, Map<String, String> expected, Map<String, String> actual) {
		if (actual.isEmpty()) {
			throw new UnreadableFileException("it has no table " + table);
		}
		expected.forEach((name, type) -> {
			String actualType = actual.get(name);
			if (actualType == null) {
				throw new UnreadableFileException("its table %s has no column %s".formatted(table, name));
			}
			if (!actualType.equals(type)) {
				throw new UnreadableFileException(
						"column %s of its table %s is not of the type %s".formatted(name, table, type));
			}
		});
		actual.keySet().stream().filter((name) -> !expected.containsKey(name)).findFirst().ifPresent((name) -> {
			throw new UnreadableFileException("its table %s has a column that is not known: %s".formatted(table, name));
		});
	}

	/**
	 * The table is one of those above: its name needs no escaping.
	 */
	private Map<String, String> columns(String table) throws SQLException {
		Map<String, String> columns = new TreeMap<>();
		try (Statement statement = this.connection.createStatement();
				ResultSet rows = statement.executeQuery("PRAGMA table_info(" + table + ")")) {
			while (rows.next()) {
				columns.put(rows.getString("name"), rows.getString("type").toUpperCase(Locale.ROOT));
			}
		}
		return columns;
	}

	private long countIfPresent(String table) throws SQLException {
		return columns(table).isEmpty() ? 0 : count(table);
	}

	long count(String table) throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
			rows.next();
			return rows.getLong(1);
		}
	}

}
