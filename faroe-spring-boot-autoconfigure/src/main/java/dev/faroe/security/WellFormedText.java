package dev.faroe.security;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.jspecify.annotations.Nullable;

/**
 * The rule for every text that somebody gives Faroe, whichever way it comes. PostgreSQL
 * stores no U+0000, and a lone surrogate becomes a question mark when it is encoded, so
 * that different texts would become equal.
 */
public final class WellFormedText {

	private WellFormedText() {
	}

	/**
	 * Tell whether a text can be stored, and is read as it was written.
	 * @param text any text
	 * @return whether it has neither U+0000 nor a surrogate without the other half
	 */
	public static boolean isWellFormed(String text) {
		for (int index = 0; index < text.length(); index++) {
			char character = text.charAt(index);
			if (character == '\0' || Character.isLowSurrogate(character)) {
				return false;
			}
			if (Character.isHighSurrogate(character)) {
				index++;
				if (index == text.length() || !Character.isLowSurrogate(text.charAt(index))) {
					return false;
				}
			}
		}
		return true;
	}

	/**
	 * Require that a text is there and well-formed.
	 * @param text any text, or {@code null}
	 * @return the text
	 * @throws FaroeException with {@link FaroeError#INVALID_DATA} if it is not
	 */
	public static String require(@Nullable String text) {
		if (text == null || !isWellFormed(text)) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		return text;
	}

}
