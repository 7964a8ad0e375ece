package dev.faroe.user;

import java.util.List;

import dev.faroe.sql.FaroeDatabase;
import dev.faroe.sql.MultiRowInsert;
import io.r2dbc.spi.Parameters;
import reactor.core.publisher.Mono;

/**
 * Inserts users with one statement.
 */
public final class SqlUserImport implements UserImport {

	private static final String INSERT = """
			INSERT INTO {user} (id, created_at, email, email_verified, password_hash, recovery_code)
			VALUES""";

	private final MultiRowInsert insert;

	/**
	 * Create an import.
	 * @param database what runs the statement
	 */
	public SqlUserImport(FaroeDatabase database) {
		this.insert = new MultiRowInsert(database, INSERT);
	}

	@Override
	public Mono<Long> insertAll(List<ImportedRow> users) {
		return this.insert.execute(users.stream().map(SqlUserImport::values).toList());
	}

	private static List<Object> values(ImportedRow row) {
		StoredUser user = row.user();
		return List.of(user.id(), user.createdAt().getEpochSecond(),
				(user.email() != null) ? user.email() : Parameters.in(String.class), user.emailVerified(),
				row.passwordHash(), user.recoveryCode());
	}

}
