package dev.faroe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import org.junit.jupiter.api.Tag;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is public is what the pages for applications name, no more and no less.
 */
@Tag("one-jdk")
@AnalyzeClasses(packages = "dev.faroe", importOptions = ImportOption.DoNotIncludeTests.class)
class PublicSurfaceTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Pattern NAME = Pattern.compile("\\b[A-Z][A-Za-z0-9]+\\b");

	private static Set<String> types(JavaClasses classes, boolean publicOnly) {
		return classes.stream()
			.filter(JavaClass::isTopLevelClass)
			.filter((type) -> !type.getSimpleName().equals("package-info"))
			.filter((type) -> !publicOnly || type.getModifiers().contains(JavaModifier.PUBLIC))
			.map(JavaClass::getSimpleName)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Set<String> documented() throws IOException {
		String pages = Files.readString(DOCS.resolve("api.md")) + Files.readString(DOCS.resolve("embedding.md"));
		return NAME.matcher(pages).results().map(MatchResult::group).collect(Collectors.toSet());
	}

	@ArchTest
	static void everyPublicTypeIsDocumented(JavaClasses classes) throws IOException {
		assertThat(documented()).containsAll(types(classes, true));
	}

	/**
	 * A name of one word, such as Endpoint, may be just that.
	 */
	@ArchTest
	static void everyDocumentedTypeIsPublic(JavaClasses classes) throws IOException {
		Set<String> documented = types(classes, false);
		documented.retainAll(documented());
		documented.removeIf((name) -> name.matches("[A-Z][a-z]+"));
		assertThat(types(classes, true)).containsAll(documented);
	}

	@ArchTest
	static void mostTypesAreNotPublic(JavaClasses classes) {
		assertThat(types(classes, true)).hasSizeLessThan(types(classes, false).size() * 45 / 100);
	}

}
