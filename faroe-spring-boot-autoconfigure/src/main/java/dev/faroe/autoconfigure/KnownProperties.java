package dev.faroe.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The names of all properties of Faroe, as the metadata in the jar has them: every
 * feature keeps its properties to itself.
 */
final class KnownProperties {

	static final String METADATA = "META-INF/spring-configuration-metadata.json";

	// An application need not have a parser of JSON.
	private static final Pattern PROPERTY = Pattern
		.compile("\"name\"\\s*:\\s*\"(faroe\\.[^\"]+)\",\\s*\"type\"\\s*:\\s*\"([^\"]+)\"");

	private static final Pattern TYPE = Pattern.compile("\"sourceType\"\\s*:\\s*\"([^\"]+)\"");

	/** Whether a property has entries, by its name. */
	private final Map<String, Boolean> names = new TreeMap<>();

	private final Set<String> types = new HashSet<>();

	/**
	 * Read the names. Without the metadata, as in a jar that somebody has made of
	 * several, every name is taken for one of a property.
	 */
	KnownProperties(ClassLoader classLoader) {
		try {
			// Other libraries have a file of this name, too.
			for (URL url : Collections.list(classLoader.getResources(METADATA))) {
				try (InputStream metadata = url.openStream()) {
					read(new String(metadata.readAllBytes(), StandardCharsets.UTF_8));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read(String metadata) {
		if (metadata.contains('"' + FaroeProperties.class.getName() + '"')) {
			PROPERTY.matcher(metadata.substring(metadata.indexOf("\"properties\"")))
				.results()
				.forEach((property) -> this.names.put(property.group(1), property.group(2).startsWith("java.util.")));
			TYPE.matcher(metadata).results().forEach((type) -> this.types.add(type.group(1)));
		}
	}

	/**
	 * Tell whether a type has properties of Faroe.
	 * @param type a type, or {@code null}
	 */
	boolean isOwn(@Nullable Class<?> type) {
		return type != null && this.types.contains(type.getName());
	}

	Set<String> names() {
		return this.names.keySet();
	}

	/**
	 * Tell whether a name is a property, an entry of one, or a group of them.
	 */
	boolean contains(String name) {
		return this.names.isEmpty() || this.names.entrySet()
			.stream()
			.anyMatch((known) -> matches(plain(known.getKey()), plain(name), known));
	}

	/**
	 * Tell whether an environment variable is one of a property: with an underscore for
	 * each dot, and none or one for each dash.
	 */
	boolean containsVariable(String variable) {
		String name = dotted(variable);
		return this.names.isEmpty() || this.names.entrySet()
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
