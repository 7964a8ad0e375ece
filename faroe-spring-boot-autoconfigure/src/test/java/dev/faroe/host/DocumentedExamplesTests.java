package dev.faroe.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Java of README.md and of docs is part of these host applications, which are
 * compiled, run and attacked.
 */
@Tag("one-jdk")
class DocumentedExamplesTests {

	private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	/** The last is that of the test kit. */
	private static final List<Path> HOSTS = List.of(Path.of("src/test/java/dev/faroe/host"),
			Path.of("src/test/java/dev/faroe/shop"),
			Path.of("../faroe-spring-boot-test/src/test/java/dev/faroe/testkit/host"));

	static Stream<String> examples() throws IOException {
		try (Stream<Path> docs = Files.list(Path.of("../docs"))) {
			return Stream.concat(Stream.of(Path.of("../README.md")), docs)
				.filter((file) -> file.toString().endsWith(".md"))
				.sorted()
				.flatMap((file) -> EXAMPLE.matcher(read(file)).results().map((match) -> match.group(1)))
				.toList()
				.stream();
		}
	}

	@ParameterizedTest
	@MethodSource("examples")
	void exampleIsTested(String example) throws IOException {
		List<String> sources = new ArrayList<>();
		for (Path host : HOSTS) {
			try (Stream<Path> files = Files.list(host)) {
				files.map(DocumentedExamplesTests::read).forEach(sources::add);
			}
		}
		assertThat(sources.stream().map(DocumentedExamplesTests::withoutIndentation).collect(Collectors.joining("\n")))
			.contains(withoutIndentation(example));
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String withoutIndentation(String text) {
		return text.replaceAll("\\s+", " ").strip();
	}

}
