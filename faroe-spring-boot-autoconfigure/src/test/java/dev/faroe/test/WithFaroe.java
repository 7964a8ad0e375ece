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
		ClassLoader classLoader = WithFaroe.class.getClassLoader();
		List<Class<?>> classes = new ArrayList<>(List.of(others));
		for (String name : ImportCandidates.load(AutoConfiguration.class, classLoader)) {
			if (name.startsWith("dev.faroe.")) {
				classes.add(ClassUtils.resolveClassName(name, classLoader));
			}
		}
		return AutoConfigurations.of(classes.toArray(Class<?>[]::new));
	}

}
