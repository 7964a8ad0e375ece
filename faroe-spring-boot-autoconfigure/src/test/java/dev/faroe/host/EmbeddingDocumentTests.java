package dev.faroe.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of docs/embedding.md are parts of these host applications, which are
 * compiled and run.
 */
class EmbeddingDocumentTests {

	private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	static Stream<String> examples() throws IOException {
		return EXAMPLE.matcher(Files.readString(Path.of("../docs/embedding.md")))
			.results()
			.map((match) -> match.group(1));
	}

	@ParameterizedTest
	@MethodSource("examples")
	void exampleIsTested(String example) throws IOException {
		try (Stream<Path> files = Files.list(Path.of("src/test/java/dev/faroe/host"))) {
			String sources = files.map(EmbeddingDocumentTests::read).collect(Collectors.joining());
			assertThat(withoutIndentation(sources)).contains(withoutIndentation(example));
		}
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
