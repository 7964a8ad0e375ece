package dev.faroe.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page about configuration, which is written from the metadata of the properties.
 */
@Tag("one-jdk")
class ConfigurationDocumentationTests {

	private static final Path PAGE = Path.of("..", "docs", "configuration.md");

	/** Not from the class path, where other libraries have the same file. */
	private static final Path METADATA = Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json");

	private static final String COMMAND = "mvn -pl faroe-spring-boot-autoconfigure test"
			+ " -Dtest=ConfigurationDocumentationTests -Dfaroe.docs.write=true";

	private static final String INTRODUCTION = """
			# Configuration

			<!-- Written from the metadata of the properties, by
			%s
			-->

			The properties of Faroe, by group. A host application sets them in `application.yml`, or in any other
			way that Spring Boot knows: as an environment variable, `faroe.rate-limit.login.capacity` is
			`FAROE_RATELIMIT_LOGIN_CAPACITY`. A duration is written like `500ms`, `30s` or `15m`, a size like `64KB`
			or `1MB`. The entries of a list are separated by commas, or are lines in YAML. An application with a
			value out of range does not start.
			""".formatted(COMMAND);

	private static final Map<String, String> TYPES = Map.ofEntries(Map.entry("java.lang.String", "text"),
			Map.entry("java.lang.Boolean", "`true` or `false`"), Map.entry("java.lang.Integer", "number"),
			Map.entry("java.lang.Long", "number"), Map.entry("java.lang.Double", "number"),
			Map.entry("java.time.Duration", "duration"), Map.entry("java.time.Instant", "time"),
			Map.entry("org.springframework.util.unit.DataSize", "size"), Map.entry("java.net.URI", "address"),
			Map.entry("java.util.Locale", "language"), Map.entry("java.time.ZoneId", "time zone"),
			Map.entry("java.util.Map<java.lang.String,java.lang.String>", "texts by name"));

	@Test
	void pageHasEveryPropertyAsItIs() throws Exception {
		if (Boolean.getBoolean("faroe.docs.write")) {
			Files.writeString(PAGE, page());
		}
		assertThat(PAGE).as("Run " + COMMAND).content().isEqualTo(page());
	}

	@Test
	void everyPropertyIsDescribedInSentences() throws IOException {
		for (JsonNode property : properties()) {
			assertThat(property.path("description").asString("")).as("%s", property).endsWith(".");
		}
	}

	@Test
	void everyPropertyIsKnownAtStartUp() throws IOException {
		assertThat(new KnownProperties(getClass().getClassLoader()).names()).containsExactlyElementsOf(
				properties().stream().map((property) -> property.get("name").stringValue()).toList());
	}

	private static String page() throws IOException {
		StringBuilder page = new StringBuilder(INTRODUCTION);
		Map<String, List<JsonNode>> groups = properties().stream()
			.collect(Collectors.groupingBy(ConfigurationDocumentationTests::group, TreeMap::new, Collectors.toList()));
		groups.forEach((group, properties) -> {
			page.append("\n## `%s`\n\n".formatted(group))
				.append("| Property | Value | Default | Meaning |\n| --- | --- | --- | --- |\n");
			properties.forEach((property) -> page.append(row(property)));
		});
		return page.toString();
	}

	private static List<JsonNode> properties() throws IOException {
		try (InputStream metadata = Files.newInputStream(METADATA)) {
			return JsonMapper.shared()
				.readTree(metadata)
				.get("properties")
				.valueStream()
				.filter((property) -> !property.has("deprecation"))
				.sorted(Comparator.comparing((property) -> property.get("name").stringValue()))
				.toList();
		}
	}

	private static String group(JsonNode property) {
		String[] names = property.get("name").stringValue().split("\\.");
		return (names.length > 2) ? names[0] + "." + names[1] : names[0];
	}

	private static String row(JsonNode property) {
		return "| `%s` | %s | %s | %s |%n"
			.formatted(property.get("name").stringValue(), type(property.get("type").stringValue()),
					defaultValue(property.get("defaultValue")),
					property.path("description").asString("").replace("|", "\\|"))
			.replace(System.lineSeparator(), "\n");
	}

	private static String type(String type) {
		int parameters = type.indexOf('<');
		if (parameters > 0 && !type.startsWith("java.util.Map")) {
			return "list of " + type(type.substring(parameters + 1, type.length() - 1));
		}
		if (TYPES.containsKey(type)) {
			return TYPES.get(type);
		}
		Class<?> enumeration = ClassUtils.resolveClassName(type, null);
		assertThat(enumeration.isEnum()).as("%s has a text in this test", type).isTrue();
		return Stream.of(enumeration.getEnumConstants())
			.map(ConfigurationDocumentationTests::constant)
			.collect(Collectors.joining(", "));
	}

	/**
	 * What one would write: {@code two-factor}, or {@code sdk-0.2} with its version.
	 */
	private static String constant(Object constant) {
		String name = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
		return "`" + name.replaceAll("(\\d)_(\\d)", "$1.$2").replace('_', '-') + "`";
	}

	private static String defaultValue(@Nullable JsonNode value) {
		if (value == null) {
			return "";
		}
		String text = value.isArray() ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
				: value.asString();
		return text.isEmpty() ? "empty" : "`" + text + "`";
	}

}
