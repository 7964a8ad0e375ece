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
	 * Tell whether a character acts on whatever shows it, such as a terminal, or on the
	 * order of the text around it.
	 * @param codePoint any character
	 * @return whether it is a control character, ends a line, or has the property
	 * Bidi_Control (Unicode, UAX 9)
	 */
	public static boolean acts(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
			case Character.FORMAT -> codePoint == 0x061C || codePoint == 0x200E || codePoint == 0x200F
					|| codePoint >= 0x202A && codePoint <= 0x202E || codePoint >= 0x2066 && codePoint <= 0x2069;
			default -> false;
		};
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
