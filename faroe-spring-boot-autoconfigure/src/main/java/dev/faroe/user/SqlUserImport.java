package dev.faroe.user;

import java.util.List;

import dev.faroe.sql.MultiRowInsert;
import io.r2dbc.spi.Parameters;
import reactor.core.publisher.Mono;

import org.springframework.data.r2dbc.core.R2dbcEntityOperations;

/**
 * Inserts users with one statement.
 */
public final class SqlUserImport implements UserImport {

	private static final String INSERT = """
			INSERT INTO faroe_user (id, created_at, email, email_verified, password_hash, recovery_code)
			VALUES""";

	private final MultiRowInsert insert;

	/**
	 * Create an import.
	 * @param operations what runs the statement
	 */
	public SqlUserImport(R2dbcEntityOperations operations) {
		this.insert = new MultiRowInsert(operations.getDatabaseClient(), INSERT);
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
