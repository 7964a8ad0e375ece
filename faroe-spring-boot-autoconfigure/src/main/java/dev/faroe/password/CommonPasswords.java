package dev.faroe.password;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.core.io.ClassPathResource;

/**
 * The bundled list of common passwords, which takes between one and two megabytes.
 */
final class CommonPasswords {

	static final String RESOURCE = "common-passwords.txt";

	private final Set<String> passwords;

	/**
	 * Load the list, which reads a file: not for an event loop.
	 */
	CommonPasswords() {
		this(load());
	}

	CommonPasswords(String lines) {
		this.passwords = lines.lines().collect(Collectors.toUnmodifiableSet());
	}

	private static String load() {
		try {
			return new ClassPathResource(RESOURCE, CommonPasswords.class).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Tell whether the list has a password, in whatever case.
	 */
	boolean contains(String password) {
		return this.passwords.contains(password.toLowerCase(Locale.ROOT));
	}

}
