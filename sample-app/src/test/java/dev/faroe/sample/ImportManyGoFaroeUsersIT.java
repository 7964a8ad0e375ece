package dev.faroe.sample;

import java.nio.file.Path;

import dev.faroe.sample.gofaroe.GoFaroeDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An import goes on where it was killed.
 */
@Tag("one-jdk")
class ImportManyGoFaroeUsersIT {

	@TempDir
	private Path directory;

	@Test
	void importsManyUsersInOneRun() throws Exception {
		Path file = GoFaroeDatabase.generate(this.directory, 3_000);
		try (ImportTarget.Database database = ImportTarget.H2.create(this.directory)) {
			ImportTarget.importCompletely(this.directory, database, file);
			ImportTarget.requireCopied(file, database);
		}
	}

	@ParameterizedTest
	@EnumSource
	void goesOnAfterBeingKilledHalfWay(ImportTarget target) throws Exception {
		int number = 20_000;
		Path file = GoFaroeDatabase.generate(this.directory, number);
		try (ImportTarget.Database database = target.create(this.directory)) {
			CommandProcess killed = CommandProcess.start(this.directory, database.environment(), ImportTarget.COMMAND,
					file.toString());
			// H2 writes what was committed to its file up to half a second later.
			killed.killAt("70% (");
			assertThat(killed.output()).doesNotContain("100% (");
			assertThat(database.users()).isBetween(1L, number - 1L);
			ImportTarget.importCompletely(this.directory, database, file);
			ImportTarget.requireCopied(file, database);
		}
	}

}
