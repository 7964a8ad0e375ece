package dev.faroe.sample.pages;

import org.jspecify.annotations.Nullable;

/**
 * What people type into forms.
 */
final class Typed {

	private Typed() {
	}

	static String orEmpty(@Nullable String text) {
		return (text != null) ? text : "";
	}

	/**
	 * Codes are copied with spaces, or typed in groups.
	 */
	static String withoutSpaces(@Nullable String text) {
		return orEmpty(text).replaceAll("\\s", "");
	}

}
