package dev.faroe.sample.gofaroe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.faroe.totp.TotpCredentialWithKey;
import dev.faroe.user.ImportedUser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("one-jdk")
class GoFaroeFileTests {

	@TempDir
	private Path directory;

	@Test
	void readsAFileOfARealServerWithoutTouchingIt() throws Exception {
		byte[] before = Files.readAllBytes(GoFaroeDatabase.REAL);
		try (GoFaroeFile file = GoFaroeFile.open(GoFaroeDatabase.REAL)) {
			assertThat(file.users()).isEqualTo(12);
			assertThat(file.totpCredentials()).isEqualTo(9);
			assertThat(file.requests()).isEqualTo(10);
			List<Integer> batches = new ArrayList<>();
			file.readUsers(5, (batch) -> batches.add(batch.size()));
			assertThat(batches).containsExactly(5, 5, 2);
			List<SourceRow<TotpCredentialWithKey>> credentials = new ArrayList<>();
			file.readTotpCredentials(100, credentials::addAll);
			assertThat(credentials).hasSize(9).allMatch((row) -> row.value() != null);
		}
		assertThat(Files.readAllBytes(GoFaroeDatabase.REAL)).isEqualTo(before);
	}

	@Test
	void readsEmailAddressesWhereThereAreSome() throws Exception {
		Path path = GoFaroeDatabase.changed(this.directory, "ALTER TABLE user ADD COLUMN email TEXT",
				"ALTER TABLE user ADD COLUMN email_verified INTEGER NOT NULL DEFAULT 0",
				"UPDATE user SET email = 'ann@example.com', email_verified = 1 WHERE recovery_code = 'JD4CQZS7'");
		try (GoFaroeFile file = GoFaroeFile.open(path)) {
			List<SourceRow<ImportedUser>> rows = new ArrayList<>();
			file.readUsers(100, rows::addAll);
			assertThat(rows).extracting(SourceRow::value)
				.filteredOn((user) -> user != null && user.email() != null)
				.singleElement()
				.matches((user) -> user != null && "ann@example.com".equals(user.email()) && user.emailVerified());
		}
	}

	@Test
	void readsAFileOfAnyName() throws Exception {
		Path path = this.directory.resolve("a b?mode=rwc#%41ü.db");
		Files.write(path, Files.readAllBytes(GoFaroeDatabase.REAL));
		try (GoFaroeFile file = GoFaroeFile.open(path)) {
			assertThat(file.users()).isEqualTo(12);
		}
	}

	@Test
	void refusesWhatIsNoDatabase() throws Exception {
		Path missing = this.directory.resolve("missing.db");
		assertThatExceptionOfType(UnreadableFileException.class).isThrownBy(() -> GoFaroeFile.open(missing))
			.withMessage("there is no such file");
		assertThat(missing).doesNotExist();
		assertThatExceptionOfType(UnreadableFileException.class).isThrownBy(() -> GoFaroeFile.open(this.directory));
		Path empty = Files.createFile(this.directory.resolve("empty.db"));
		assertThatExceptionOfType(UnreadableFileException.class).isThrownBy(() -> GoFaroeFile.open(empty))
			.withMessage("it is not a SQLite database");
		assertThatExceptionOfType(UnreadableFileException.class)
			.isThrownBy(() -> GoFaroeFile.open(GoFaroeDatabase.REAL_CALLS))
			.withMessage("it is not a SQLite database");
	}

	@Test
	void refusesADamagedDatabase() throws Exception {
		byte[] bytes = Files.readAllBytes(GoFaroeDatabase.REAL);
		Path cut = Files.write(this.directory.resolve("cut.db"), Arrays.copyOf(bytes, bytes.length / 2));
		assertThatExceptionOfType(UnreadableFileException.class).isThrownBy(() -> GoFaroeFile.open(cut));
		Arrays.fill(bytes, 5000, bytes.length, (byte) 0x55);
		Path overwritten = Files.write(this.directory.resolve("overwritten.db"), bytes);
		assertThatExceptionOfType(UnreadableFileException.class).isThrownBy(() -> GoFaroeFile.open(overwritten));
	}

	static Stream<Arguments> unknownSchemas() {
		return Stream.of(
				Arguments.of("it has no table user", new String[] { "PRAGMA foreign_keys = OFF", "DROP TABLE user" }),
				Arguments.of("it has no table totp_credential", new String[] { "DROP TABLE totp_credential" }),
				Arguments.of("its table user has no column recovery_code",
						new String[] { "ALTER TABLE user DROP COLUMN recovery_code" }),
				Arguments.of("its table user has a column that is not known: name",
						new String[] { "ALTER TABLE user ADD COLUMN name TEXT" }),
				Arguments.of("its table user has a column that is not known: email",
						new String[] { "ALTER TABLE user ADD COLUMN email TEXT" }),
				Arguments.of("column created_at of its table user is not of the type INTEGER",
						new String[] { "ALTER TABLE user DROP COLUMN created_at",
								"ALTER TABLE user ADD COLUMN created_at TEXT" }),
				Arguments.of("column key of its table totp_credential is not of the type BLOB",
						new String[] { "ALTER TABLE totp_credential DROP COLUMN key",
								"ALTER TABLE totp_credential ADD COLUMN key TEXT" }),
				Arguments.of("its table passkey_credential has 1 rows, second factors that this server does not have",
						new String[] {
								"INSERT INTO passkey_credential SELECT 'id', id, 1, -7, x'00' FROM user LIMIT 1" }));
	}

	@ParameterizedTest
	@MethodSource("unknownSchemas")
	void refusesTablesThatItDoesNotUnderstand(String message, String[] changes) throws Exception {
		Path path = GoFaroeDatabase.changed(this.directory, changes);
		assertThatExceptionOfType(UnreadableFileException.class).isThrownBy(() -> GoFaroeFile.open(path))
			.withMessage(message);
	}

}
