package dev.faroe.mail;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What can be filled into a template, in lower case: {@code {{code}}}. Not
 * {@code ${code}}, which Spring would look for in the environment where a property has
 * it.
 */
enum Placeholder {

	/** The name of the service. */
	SERVICE,

	/** The address that the mail goes to. */
	EMAIL,

	/** The code. */
	CODE,

	/** Where to go. */
	LINK,

	/** When code and link become worthless. */
	EXPIRES,

	/** When it happened. */
	TIME,

	/** The kind of second factor, in words. */
	FACTOR,

	/** The subject of the mail, for the layout. */
	SUBJECT,

	/** The language of the mail as HTML has it, for the layout. */
	LANGUAGE,

	/** The mail itself, for the layout. */
	CONTENT;

	static Optional<Placeholder> named(String name) {
		return Arrays.stream(values()).filter((placeholder) -> placeholder.key().equals(name)).findFirst();
	}

	static String list(Collection<Placeholder> placeholders) {
		return placeholders.stream()
			.sorted()
			.map((placeholder) -> "{{" + placeholder.key() + "}}")
			.collect(Collectors.joining(", "));
	}

	private String key() {
		return name().toLowerCase(Locale.ROOT);
	}

}
