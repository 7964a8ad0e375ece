package dev.faroe.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.UrlResource;

/**
 * The names of all properties of Faroe, as the metadata in the jar has them: every
 * feature keeps its properties to itself.
 */
final class KnownProperties {

	static final String METADATA = "META-INF/spring-configuration-metadata.json";

	/** Whether a property has entries, by its name. */
	private final Map<String, Boolean> names = new TreeMap<>();

	private final Set<String> types = new HashSet<>();

	KnownProperties() {
		try {
			// Other libraries have a file of this name, too.
			for (URL url : Collections.list(KnownProperties.class.getClassLoader().getResources(METADATA))) {
				read(new UrlResource(url).getContentAsString(StandardCharsets.UTF_8));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read(String metadata) {
		if (!metadata.contains("\"dev.faroe.autoconfigure.FaroeProperties\"")) {
			return;
		}
		Map<String, Object> json = JsonParserFactory.getJsonParser().parseMap(metadata);
		for (Map<?, ?> property : maps(json.get("properties"))) {
			String type = String.valueOf(property.get("type"));
			this.names.put(String.valueOf(property.get("name")), type.startsWith("java.util."));
			this.types.add(String.valueOf(property.get("sourceType")));
		}
	}

	private static List<Map<?, ?>> maps(@Nullable Object list) {
		return (list instanceof List<?> entries)
				? entries.stream().<Map<?, ?>>map((entry) -> (Map<?, ?>) entry).toList() : List.of();
	}

	/**
	 * Tell whether a type has properties of Faroe.
	 * @param type a type, or {@code null}
	 * @return whether it has
	 */
	boolean isOwn(@Nullable Class<?> type) {
		return type != null && this.types.contains(type.getName());
	}

	Set<String> names() {
		return this.names.keySet();
	}

	/**
	 * Tell whether a name is a property, an entry of one, or a group of them.
	 * @param name a name with dots and dashes
	 * @return whether it is known
	 */
	boolean contains(String name) {
		return this.names.entrySet().stream().anyMatch((known) -> matches(plain(known.getKey()), plain(name), known));
	}

	/**
	 * Tell whether an environment variable is one of a property: with an underscore for
	 * each dot, and none or one for each dash.
	 * @param variable the name that Boot makes of the variable
	 * @return whether it is known
	 */
	boolean containsVariable(String variable) {
		String name = dotted(variable);
		return this.names.entrySet()
			.stream()
			.anyMatch((known) -> matches(plain(known.getKey()), name, known)
					|| matches(known.getKey().replace('-', '.'), name, known));
	}

	private static boolean matches(String known, String name, Map.Entry<String, Boolean> property) {
		return known.equals(name) || known.startsWith(name + ".")
				|| property.getValue() && (name.startsWith(known + "[") || name.startsWith(known + "."));
	}

	/** Boot takes any of them. */
	private static String plain(String name) {
		return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
	}

	/** An entry of a list is a number in brackets. */
	private static String dotted(String name) {
		return name.replace('[', '.').replace("]", "");
	}

	/**
	 * Return the property whose name is most like another.
	 * @param name a name that is not known
	 * @return the name of the property
	 */
	String nearest(String name) {
		return this.names.keySet()
			.stream()
			.min(Comparator.comparingInt((known) -> distance(known, name)))
			.orElseThrow();
	}

	/**
	 * Return how many characters have to be put in, taken out or replaced to make one
	 * name of the other, without dashes.
	 * @param first a name
	 * @param second another name
	 * @return the number of characters
	 */
	static int distance(String first, String second) {
		String from = plain(first);
		String to = plain(second);
		int[] previous = new int[to.length() + 1];
		Arrays.setAll(previous, (index) -> index);
		for (int row = 1; row <= from.length(); row++) {
			int[] current = new int[to.length() + 1];
			current[0] = row;
			for (int column = 1; column <= to.length(); column++) {
				int replaced = previous[column - 1] + ((from.charAt(row - 1) == to.charAt(column - 1)) ? 0 : 1);
				current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
			}
			previous = current;
		}
		return previous[to.length()];
	}

}
