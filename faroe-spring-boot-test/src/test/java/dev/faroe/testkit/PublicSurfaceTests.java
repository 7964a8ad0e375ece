package dev.faroe.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is public is what the page for applications names, and no application is delivered
 * with it.
 */
@Tag("one-jdk")
class PublicSurfaceTests {

	private static final Pattern LIST = Pattern.compile("\\| `testkit` \\|(.*)\\|");

	private static final Pattern NAME = Pattern.compile("`([A-Za-z]+)`");

	private static final Pattern DEPENDENCY = Pattern.compile("<dependency>\\s*(?:(?!</dependency>).)*</dependency>",
			Pattern.DOTALL);

	@Test
	void publicTypesAreDocumented() throws IOException {
		MatchResult list = LIST.matcher(Files.readString(Path.of("../docs/embedding.md"))).results().findFirst().get();
		List<String> documented = NAME.matcher(list.group(1)).results().map((name) -> name.group(1)).toList();
		List<String> types = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("dev.faroe.testkit")
			.stream()
			.filter(JavaClass::isTopLevelClass)
			.filter((type) -> type.getModifiers().contains(JavaModifier.PUBLIC))
			.map(JavaClass::getSimpleName)
			.toList();
		assertThat(documented).containsExactlyInAnyOrderElementsOf(types);
	}

	@Test
	void noModuleHasItOnTheClassPathOfItsApplication() throws IOException {
		try (Stream<Path> folders = Files.list(Path.of(".."))) {
			List<Path> modules = folders.map((folder) -> folder.resolve("pom.xml")).filter(Files::exists).toList();
			assertThat(modules).hasSizeGreaterThan(3);
			for (Path module : modules) {
				assertThat(DEPENDENCY.matcher(Files.readString(module))
					.results()
					.map(MatchResult::group)
					.filter((dependency) -> dependency.contains("faroe-spring-boot-test")))
					.allMatch((dependency) -> dependency.contains("<scope>test</scope>"));
			}
		}
	}

}
