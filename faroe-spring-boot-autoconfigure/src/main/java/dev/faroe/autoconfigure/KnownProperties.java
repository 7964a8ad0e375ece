package dev.faroe.autoconfigure;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.faroe.coderequest.CodeRequestProperties;
import dev.faroe.ratelimit.RateLimitProperties;
import dev.faroe.ratelimit.RateLimitStoreProperties;
import dev.faroe.ratelimit.redis.RedisRateLimitProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * The names of all properties of Faroe.
 */
final class KnownProperties {

	private static final Set<Class<?>> TYPES = Set.of(FaroeProperties.class, CodeRequestProperties.class,
			RateLimitProperties.class, RateLimitStoreProperties.class, RedisRateLimitProperties.class);

	/** Whether a property has entries, by its name. */
	private final Map<String, Boolean> names = new TreeMap<>();

	KnownProperties() {
		TYPES.forEach((type) -> collect(prefix(type), type));
	}

	private static String prefix(Class<?> type) {
		return MergedAnnotations.from(type).get(ConfigurationProperties.class).getString("prefix");
	}

	/**
	 * Reads what Boot binds with, the parameters of the constructors, which a native
	 * image has.
	 */
	private void collect(String prefix, Class<?> type) {
		Constructor<?> constructor = BeanUtils.getResolvableConstructor(type);
		String[] parameters = BeanUtils.getParameterNames(constructor);
		for (int index = 0; index < parameters.length; index++) {
			String name = prefix + "." + DataObjectPropertyName.toDashedForm(parameters[index]);
			Class<?> parameterType = constructor.getParameterTypes()[index];
			if (Record.class.isAssignableFrom(parameterType)) {
				collect(name, parameterType);
			}
			else {
				this.names.put(name,
						Collection.class.isAssignableFrom(parameterType) || Map.class.isAssignableFrom(parameterType));
			}
		}
	}

	/**
	 * Tell whether a type has properties of Faroe.
	 * @param type a type, or {@code null}
	 * @return whether it has
	 */
	static boolean isOwn(@Nullable Class<?> type) {
		return type != null && TYPES.contains(type);
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
