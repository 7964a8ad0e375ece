package dev.faroe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which package names which table in its statements. No feature touches the table of
 * another; a user's row has columns of several.
 */
@Tag("one-jdk")
class TableOwnershipTests {

	private static final Path SOURCES = Path.of("src", "main", "java", "dev", "faroe");

	private static final Pattern TABLE = Pattern.compile(
			"\\{(user|passkey|passkey_user|[a-z_]+_(?:request|credential|key|challenge))}|@Table\\(\"([a-z_]+)\"\\)");

	private static final Pattern ANY_NAME_IN_STATEMENT = Pattern
		.compile("(?:FROM|INTO|UPDATE|JOIN) (?!pg_)([a-z_]+)\\b");

	@Test
	void everyTableIsNamedByItsOwnerOnly() {
		assertThat(tables())
			.isEqualTo(Map.ofEntries(Map.entry("account", Set.of("user")), Map.entry("accountstate", Set.of("user")),
					Map.entry("user", Set.of("user")), Map.entry("userdata", Set.of("user")),
					Map.entry("password", Set.of("user")), Map.entry("recovery", Set.of("user")),
					Map.entry("totp", Set.of("totp_credential", "totp_enrolment_request", "user")),
					Map.entry("emailverification", Set.of("email_verification_request")),
					Map.entry("emailupdate", Set.of("email_update_request")),
					Map.entry("logincode", Set.of("log_in_request")),
					Map.entry("passkey", Set.of("passkey", "passkey_challenge", "passkey_user", "user")),
					Map.entry("passwordreset", Set.of("password_reset_request"))));
	}

	@Test
	void noStatementNamesATableWithoutBraces() {
		sources().forEach((source) -> assertThat(
				ANY_NAME_IN_STATEMENT.matcher(read(source)).results().map((match) -> match.group(1)))
			.as("%s", source)
			.isEmpty());
	}

	private static Map<String, Set<String>> tables() {
		Map<String, Set<String>> tables = new TreeMap<>();
		sources().forEach((source) -> TABLE.matcher(read(source))
			.results()
			.map((match) -> (match.group(1) != null) ? match.group(1) : match.group(2))
			.forEach((table) -> tables
				.computeIfAbsent(SOURCES.relativize(source).getName(0).toString(), (name) -> new TreeSet<>())
				.add(table)));
		tables.remove("sql");
		return tables;
	}

	private static Stream<Path> sources() {
		try (Stream<Path> files = Files.walk(SOURCES)) {
			return files.filter((file) -> file.toString().endsWith(".java")).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path source) {
		try {
			return Files.readString(source);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
