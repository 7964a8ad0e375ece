package dev.faroe;

import java.util.Locale;

import dev.faroe.security.WellFormedText;
import org.jspecify.annotations.Nullable;

/**
 * An email address in the form in which it is stored and looked up: it keeps the rules of
 * the REST API reference, and those that keep an address from being read as something
 * else: as a header of a mail, as commands of a terminal, or as the address of another
 * person.
 */
public final class EmailAddress {

	/**
	 * The greatest length of an email address, in Unicode code points.
	 */
	public static final int MAX_LENGTH = 255;

	private static final int LAST_OF_ASCII = 0x7F;

	private static final int BYTE_ORDER_MARK = 0xFEFF;

	private final String value;

	private EmailAddress(String value) {
		this.value = value;
	}

	/**
	 * Read an email address.
	 * @param address an email address as somebody typed it, or {@code null}
	 * @return the address
	 * @throws FaroeException with {@link FaroeError#INVALID_DATA} if the address is
	 * {@code null} or breaks a rule
	 */
	public static EmailAddress of(@Nullable String address) {
		if (!WellFormedText.require(address).codePoints().allMatch(EmailAddress::isAllowed)) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		String normalized = address.toLowerCase(Locale.ROOT);
		if (!isValid(normalized)) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		return new EmailAddress(normalized);
	}

	/**
	 * Return the address as a text.
	 * @return the address, in lower case
	 */
	public String value() {
		return this.value;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof EmailAddress address && this.value.equals(address.value);
	}

	@Override
	public int hashCode() {
		return this.value.hashCode();
	}

	/**
	 * Return a text without the address: it says who somebody is.
	 */
	@Override
	public String toString() {
		return "EmailAddress";
	}

	/**
	 * What lower-casing turns into a character of ASCII would give two people one
	 * address: U+212A becomes {@code k}, and U+0130 becomes {@code i} and a dot above.
	 */
	private static boolean isAllowed(int codePoint) {
		return !WellFormedText.acts(codePoint) && codePoint != BYTE_ORDER_MARK
				&& (codePoint <= LAST_OF_ASCII || Character.toLowerCase(codePoint) > LAST_OF_ASCII);
	}

	private static boolean isValid(String address) {
		if (address.isEmpty() || address.codePointCount(0, address.length()) > MAX_LENGTH) {
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
