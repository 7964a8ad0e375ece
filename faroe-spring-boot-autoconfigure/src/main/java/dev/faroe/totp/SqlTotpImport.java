package dev.faroe.totp;

import java.util.List;
import java.util.Objects;

import dev.faroe.sql.FaroeDatabase;
import dev.faroe.sql.MultiRowInsert;
import reactor.core.publisher.Mono;

/**
 * Inserts TOTP credentials with one statement.
 */
final class SqlTotpImport {

	private static final String INSERT = """
			INSERT INTO {totp_credential} (id, user_id, created_at, totp_key, key_fingerprint, last_used_step)
			VALUES""";

	private final MultiRowInsert insert;

	SqlTotpImport(FaroeDatabase database) {
		this.insert = new MultiRowInsert(database, INSERT);
	}

	/**
	 * Insert credentials, all or none.
	 */
	Mono<Long> insertAll(List<StoredTotpCredential> credentials) {
		return this.insert.execute(credentials.stream().map(SqlTotpImport::values).toList());
	}

	private static List<Object> values(StoredTotpCredential stored) {
		return List.of(stored.id(), stored.userId(), stored.createdAt().getEpochSecond(), stored.totpKey(),
				Objects.requireNonNull(stored.keyFingerprint()), stored.lastUsedStep());
	}

}
