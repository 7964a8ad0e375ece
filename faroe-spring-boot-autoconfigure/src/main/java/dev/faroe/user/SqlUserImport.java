package dev.faroe.user;

import java.util.List;

import dev.faroe.sql.FaroeDatabase;
import dev.faroe.sql.MultiRowInsert;
import io.r2dbc.spi.Parameters;
import reactor.core.publisher.Mono;

/**
 * Inserts users with one statement.
 */
final class SqlUserImport {

	private static final String INSERT = """
			INSERT INTO {user} (id, created_at, email, email_verified, password_hash, recovery_code, sessions_since)
			VALUES""";

	private final MultiRowInsert insert;

	SqlUserImport(FaroeDatabase database) {
		this.insert = new MultiRowInsert(database, INSERT);
	}

	/**
	 * Insert users, all or none.
	 * @return the number of rows, or an error signal with a
	 * {@link org.springframework.dao.DuplicateKeyException} if an id or an address is
	 * taken
	 */
	Mono<Long> insertAll(List<ImportedRow> users) {
		return this.insert.execute(users.stream().map(SqlUserImport::values).toList());
	}

	private static List<Object> values(ImportedRow row) {
		StoredUser user = row.user();
		return List.of(user.id(), user.createdAt().getEpochSecond(),
				(user.email() != null) ? user.email() : Parameters.in(String.class), user.emailVerified(),
				row.passwordHash(), user.recoveryCode(), user.sessionsSince());
	}

	/**
	 * A user to insert.
	 *
	 * @param user the user, with whole seconds
	 * @param passwordHash the hash of the password
	 */
	record ImportedRow(StoredUser user, String passwordHash) {

		/**
		 * Return a text without the hash.
		 */
		@Override
		public String toString() {
			return "ImportedRow[user=%s]".formatted(this.user);
		}

	}

}
