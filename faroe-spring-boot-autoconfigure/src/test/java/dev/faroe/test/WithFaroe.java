package dev.faroe.test;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.util.ClassUtils;

/**
 * What an application has that has added the starter.
 */
public final class WithFaroe {

	private WithFaroe() {
	}

	/**
	 * Return all auto-configurations of Faroe, and others beside them.
	 */
	public static AutoConfigurations and(Class<?>... others) {
		List<Class<?>> classes = in("dev.faroe.");
		classes.addAll(List.of(others));
		return AutoConfigurations.of(classes.toArray(Class<?>[]::new));
	}

	/**
	 * Return those auto-configurations of Faroe whose names start like this.
	 */
	public static AutoConfigurations only(String prefix) {
		return AutoConfigurations.of(in(prefix).toArray(Class<?>[]::new));
	}

	private static List<Class<?>> in(String prefix) {
		ClassLoader classLoader = WithFaroe.class.getClassLoader();
		List<Class<?>> classes = new ArrayList<>();
		for (String name : ImportCandidates.load(AutoConfiguration.class, classLoader)) {
			if (name.startsWith(prefix)) {
				classes.add(ClassUtils.resolveClassName(name, classLoader));
			}
		}
		return classes;
	}

}
