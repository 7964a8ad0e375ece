package dev.faroe.test;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.Predicate;

import dev.faroe.password.argon2.Argon2idPasswordEncoder;

/**
 * Loads Faroe's classes again, and hides classes and resources from them.
 */
public final class HidingClassLoader extends URLClassLoader {

	private final Predicate<String> hidden;

	public HidingClassLoader(Predicate<String> hidden) {
		super(new URL[] { Argon2idPasswordEncoder.class.getProtectionDomain().getCodeSource().getLocation() },
				HidingClassLoader.class.getClassLoader());
		this.hidden = hidden;
	}

	public boolean loaded(String className) {
		return findLoadedClass(className) != null;
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		if (this.hidden.test(name)) {
			throw new ClassNotFoundException(name);
		}
		if (name.startsWith("dev.faroe.")) {
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				return (loaded != null) ? loaded : findClass(name);
			}
		}
		return super.loadClass(name, resolve);
	}

	@Override
	public URL getResource(String name) {
		return this.hidden.test(name) ? null : super.getResource(name);
	}

}
