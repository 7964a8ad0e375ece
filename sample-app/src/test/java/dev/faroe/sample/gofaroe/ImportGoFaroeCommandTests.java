package dev.faroe.sample.gofaroe;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

import dev.faroe.sample.SampleApplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("one-jdk")
class ImportGoFaroeCommandTests {

	@TempDir
	private Path directory;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final String database = "--spring.r2dbc.url=r2dbc:h2:mem:///%s?options=DB_CLOSE_DELAY=-1"
		.formatted(UUID.randomUUID());

	@Test
	void importsWhatIsThereAndDoesNotImportItAgain() {
		assertThat(run(GoFaroeDatabase.REAL.toString(), this.database)).isEqualTo(ImportGoFaroeCommand.COMPLETE);
		assertThat(output()).contains("The file has 12 users and 9 TOTP credentials.")
			.contains("Users: 12 imported, 0 there already, 0 refused")
			.contains("TOTP credentials: 9 imported, 0 there already, 0 refused")
			.contains("Not imported: 10 requests");
		this.bytes.reset();
		assertThat(run(GoFaroeDatabase.REAL.toString(), this.database)).isEqualTo(ImportGoFaroeCommand.COMPLETE);
		assertThat(output()).contains("Users: 0 imported, 12 there already, 0 refused")
			.contains("TOTP credentials: 0 imported, 9 there already, 0 refused");
	}

	@Test
	void countsWhatItRefusesAndShowsNoSecrets() throws Exception {
		Path path = GoFaroeDatabase.changed(this.directory,
				"UPDATE totp_credential SET key = NULL WHERE id = 'ytxertiecqiqskh9t3zivr3r'",
				"UPDATE totp_credential SET key = x'0102' WHERE id = 'v5396222uz9rxxdtbqy6n94h'",
				"UPDATE user SET password_hash = 'secret' WHERE id = 'ui87naxe26b3gb34b4i2z8vb'",
				"UPDATE user SET recovery_code = 'secret' WHERE id = '7nhcb6a53xdejsnb8cyqhshv'");
		assertThat(run(path.toString(), this.database)).isEqualTo(ImportGoFaroeCommand.INCOMPLETE);
		assertThat(output()).contains("Users: 10 imported, 0 there already, 2 refused")
			.contains("  1 refused: the password hash is not one that can be verified")
			.contains("  1 refused: the recovery code is not one of a Go Faroe server")
			.contains("TOTP credentials: 6 imported, 0 there already, 3 refused")
			.contains("  1 refused: the key is missing")
			.contains("  1 refused: the key does not have 20 bytes")
			.contains("  1 refused: the user does not exist")
			.doesNotContain("secret")
			.doesNotContain("$argon2id$");
	}

	@Test
	void writesNothingWhenItDoesNotUnderstandTheFile() throws Exception {
		Path path = GoFaroeDatabase.changed(this.directory, "ALTER TABLE user ADD COLUMN name TEXT");
		// The application is not even started, so that this is never connected to.
		assertThat(run(path.toString(), "--spring.r2dbc.url=r2dbc:nothing:///")).isEqualTo(ImportGoFaroeCommand.FAILED);
		assertThat(output().lines()).singleElement()
			.isEqualTo("Nothing was imported from " + path + ": its table user has a column that is not known: name");
	}

	@Test
	void saysInOneLineThatTheDatabaseIsOutOfReach() {
		assertThat(run(GoFaroeDatabase.REAL.toString(), "--spring.r2dbc.url=r2dbc:postgresql://localhost:1/faroe"))
			.isEqualTo(ImportGoFaroeCommand.FAILED);
		assertThat(output()).contains("The import is not finished: ").doesNotContain("\tat ");
	}

	@Test
	void showsHowItIsUsed() {
		assertThat(run()).isEqualTo(ImportGoFaroeCommand.FAILED);
		assertThat(run("one.db", "two.db")).isEqualTo(ImportGoFaroeCommand.FAILED);
		assertThat(output().lines()).hasSize(2).allMatch((line) -> line.startsWith("Usage: "));
	}

	private int run(String... arguments) {
		PrintStream out = new PrintStream(this.bytes, true, StandardCharsets.UTF_8);
		return new ImportGoFaroeCommand(SampleApplication.class, out, out, false).run(List.of(arguments));
	}

	private String output() {
		return this.bytes.toString(StandardCharsets.UTF_8);
	}

}
