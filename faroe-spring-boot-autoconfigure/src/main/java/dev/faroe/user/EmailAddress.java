package dev.faroe.user;

import java.util.Locale;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.jspecify.annotations.Nullable;

/**
 * The rules for email addresses of the REST API reference.
 */
public final class EmailAddress {

	/**
	 * The greatest length of an email address, in Unicode code points.
	 */
	public static final int MAX_LENGTH = 255;

	private EmailAddress() {
	}

	/**
	 * Return the form in which an email address is stored and looked up.
	 * @param address an email address as somebody typed it, or {@code null}
	 * @return the address in lower case
	 * @throws FaroeException with {@link FaroeError#INVALID_DATA} if the address is
	 * {@code null} or breaks a rule
	 */
	public static String normalize(@Nullable String address) {
		if (address == null) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		String normalized = address.toLowerCase(Locale.ROOT);
		if (!isValid(normalized)) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		return normalized;
	}

	private static boolean isValid(String address) {
		if (address.isEmpty() || address.codePointCount(0, address.length()) > MAX_LENGTH
				|| address.indexOf('\0') >= 0) {
			return false;
		}
		if (isSpace(address.codePointAt(0)) || isSpace(address.codePointBefore(address.length()))) {
			return false;
		}
		int at = address.lastIndexOf('@');
		if (at < 1) {
			return false;
		}
		String domain = address.substring(at + 1);
		int dot = domain.indexOf('.', 1);
		return dot > 0 && dot < domain.length() - 1;
	}

	private static boolean isSpace(int codePoint) {
		return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
	}

}
