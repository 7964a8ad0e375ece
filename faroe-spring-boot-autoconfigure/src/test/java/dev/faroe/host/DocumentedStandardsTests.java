package dev.faroe.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/standards.md}: what each line is shown by exists.
 */
@Tag("one-jdk")
class DocumentedStandardsTests {

	/** A line about a requirement, whose number comes first. */
	private static final Pattern REQUIREMENT = Pattern.compile("\\| \\d[\\d., ]* \\|.*");

	private static final Pattern METHOD = Pattern.compile("`(\\w+)#(\\w+)`");

	private static final Pattern SOURCE = Pattern.compile("`(\\w+\\.java)`");

	private static final Pattern PROPERTY = Pattern.compile("`(faroe\\.[a-z0-9.-]+)[`:]");

	private static final Pattern STATUS = Pattern.compile("\\*\\*(met|setting|host|not met|n/a)\\*\\*");

	private static final List<Path> SOURCES = new ArrayList<>();

	private static String page = "";

	@BeforeAll
	static void read() throws IOException {
		page = Files.readString(Path.of("../docs/standards.md"));
		for (String root : new String[] { "src/main/java", "src/test/java" }) {
			try (Stream<Path> files = Files.walk(Path.of(root))) {
				files.filter((file) -> file.toString().endsWith(".java")).forEach(SOURCES::add);
			}
		}
	}

	@Test
	void everyTestExists() throws IOException {
		List<MatchResult> methods = METHOD.matcher(page).results().toList();
		assertThat(methods).hasSizeGreaterThan(50);
		for (MatchResult method : methods) {
			Path file = source(method.group(1) + ".java");
			assertThat(file != null
					&& Pattern.compile("@(Parameterized)?Test\\b.*\\bvoid " + method.group(2) + "\\(", Pattern.DOTALL)
						.matcher(Files.readString(file))
						.find())
				.as(method.group())
				.isTrue();
		}
	}

	@Test
	void everySourceExists() {
		assertThat(SOURCE.matcher(page).results()).isNotEmpty()
			.allSatisfy((file) -> assertThat(source(file.group(1))).as(file.group()).isNotNull());
	}

	@Test
	void everyPropertyExists() throws IOException {
		String properties = Files.readString(Path.of("../docs/configuration.md"));
		assertThat(PROPERTY.matcher(page).results()).isNotEmpty()
			.allSatisfy((property) -> assertThat(properties).contains("`" + property.group(1) + "`"));
	}

	@Test
	void everyRequirementHasAStatusAndIsShownBySomething() {
		assertThat(page.lines().filter((line) -> REQUIREMENT.matcher(line).matches())).hasSizeGreaterThan(100)
			.allSatisfy((line) -> assertThat(line).containsPattern(STATUS).matches(".*`\\w+(#\\w+|\\.java)` \\|"));
	}

	private static @Nullable Path source(String name) {
		return SOURCES.stream().filter((file) -> file.endsWith(name)).findFirst().orElse(null);
	}

}
