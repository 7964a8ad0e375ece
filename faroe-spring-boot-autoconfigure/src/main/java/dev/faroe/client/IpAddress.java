package dev.faroe.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address, from text that is never looked up: the parser of
 * {@link InetAddress} takes some texts for names that look like addresses.
 */
final class IpAddress {

	private static final int IPV4_BYTES = 4;

	private static final int IPV6_BYTES = 16;

	private static final int MAPPED_PREFIX_BYTES = 12;

	private static final int GROUPS = 8;

	private static final String GAP = "::";

	private final byte[] bytes;

	private IpAddress(byte[] bytes) {
		this.bytes = isMapped(bytes) ? Arrays.copyOfRange(bytes, MAPPED_PREFIX_BYTES, IPV6_BYTES) : bytes;
	}

	private static boolean isMapped(byte[] bytes) {
		if (bytes.length != IPV6_BYTES || bytes[10] != -1 || bytes[11] != -1) {
			return false;
		}
		for (int index = 0; index < 10; index++) {
			if (bytes[index] != 0) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return an address from its bytes.
	 */
	public static IpAddress of(InetAddress address) {
		return new IpAddress(address.getAddress());
	}

	/**
	 * Parse an address and nothing else, neither a port nor a zone.
	 * @return the address, or {@code null} if the text is none; an IPv4-mapped one is an
	 * IPv4 address
	 */
	public static @Nullable IpAddress parse(String text) {
		byte[] bytes = (text.indexOf(':') < 0) ? ipv4(text) : ipv6(text);
		return (bytes != null) ? new IpAddress(bytes) : null;
	}

	/**
	 * Parse an address as proxies and servers write it: white space and quotes around it,
	 * brackets, a zone and a port do not count.
	 * @return the address, or {@code null} if there is none or anything else beside it
	 */
	public static @Nullable IpAddress parseLenient(String text) {
		String stripped = strip(text);
		if (stripped.startsWith("[")) {
			int end = stripped.indexOf(']');
			boolean closed = end > 0 && (end == stripped.length() - 1 || isPort(stripped.substring(end + 1)));
			return closed ? parse(withoutZone(stripped.substring(1, end))) : null;
		}
		IpAddress address = parse(withoutZone(stripped));
		int colon = stripped.lastIndexOf(':');
		if (address == null && colon > 0 && isPort(stripped.substring(colon))) {
			address = parse(withoutZone(stripped.substring(0, colon)));
		}
		return address;
	}

	/**
	 * Strip what some write around an address, and what nobody sees there.
	 */
	static String strip(String text) {
		int start = 0;
		int end = text.length();
		while (start < end && isAround(text.charAt(start))) {
			start++;
		}
		while (end > start && isAround(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(start, end);
	}

	private static boolean isAround(char character) {
		return character == '"' || Character.isWhitespace(character) || Character.isSpaceChar(character)
				|| Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
	}

	private static String withoutZone(String text) {
		int zone = text.indexOf('%');
		return (zone > 0) ? text.substring(0, zone) : text;
	}

	/**
	 * Any text without further structure can stand for a port (RFC 7239, 6), and none.
	 */
	private static boolean isPort(String text) {
		return text.charAt(0) == ':' && text.chars().skip(1).allMatch(IpAddress::isPortCharacter);
	}

	private static boolean isPortCharacter(int character) {
		return isDigit(character) || (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| character == '_' || character == '-' || character == '.';
	}

	private static byte @Nullable [] ipv4(String text) {
		String[] numbers = text.split("\\.", -1);
		if (numbers.length != IPV4_BYTES) {
			return null;
		}
		byte[] bytes = new byte[IPV4_BYTES];
		for (int index = 0; index < IPV4_BYTES; index++) {
			String number = numbers[index];
			if (number.isEmpty() || number.length() > 3 || !number.chars().allMatch(IpAddress::isDigit)
					|| Integer.parseInt(number) > 255) {
				return null;
			}
			bytes[index] = (byte) Integer.parseInt(number);
		}
		return bytes;
	}

	private static byte @Nullable [] ipv6(String text) {
		int gap = text.indexOf(GAP);
		byte[] head = groups((gap < 0) ? text : text.substring(0, gap), gap < 0);
		byte[] tail = groups((gap < 0) ? "" : text.substring(gap + GAP.length()), true);
		if (head == null || tail == null) {
			return null;
		}
		int length = head.length + tail.length;
		if ((gap < 0) ? length != IPV6_BYTES : length > IPV6_BYTES - 2) {
			return null;
		}
		byte[] bytes = Arrays.copyOf(head, IPV6_BYTES);
		System.arraycopy(tail, 0, bytes, IPV6_BYTES - tail.length, tail.length);
		return bytes;
	}

	/**
	 * Return the bytes of groups with colons between them, of which the last may be an
	 * IPv4 address if it is the end of the whole text.
	 */
	private static byte @Nullable [] groups(String text, boolean end) {
		if (text.isEmpty()) {
			return new byte[0];
		}
		String[] groups = text.split(":", -1);
		if (groups.length > GROUPS) {
			return null;
		}
		byte[] ipv4 = end ? ipv4(groups[groups.length - 1]) : null;
		int plain = (ipv4 != null) ? groups.length - 1 : groups.length;
		byte[] bytes = new byte[plain * 2 + ((ipv4 != null) ? IPV4_BYTES : 0)];
		for (int index = 0; index < plain; index++) {
			String group = groups[index];
			if (group.isEmpty() || group.length() > 4 || !group.chars().allMatch(IpAddress::isHexDigit)) {
				return null;
			}
			int value = Integer.parseInt(group, 16);
			bytes[index * 2] = (byte) (value >> 8);
			bytes[index * 2 + 1] = (byte) value;
		}
		if (ipv4 != null) {
			System.arraycopy(ipv4, 0, bytes, plain * 2, IPV4_BYTES);
		}
		return bytes;
	}

	private static boolean isDigit(int character) {
		return character >= '0' && character <= '9';
	}

	private static boolean isHexDigit(int character) {
		return isDigit(character) || (character >= 'a' && character <= 'f') || (character >= 'A' && character <= 'F');
	}

	/**
	 * Return the bytes of the address.
	 * @return 4 or 16 bytes
	 */
	public byte[] bytes() {
		return this.bytes.clone();
	}

	boolean isIpv4() {
		return this.bytes.length == IPV4_BYTES;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof IpAddress address && Arrays.equals(this.bytes, address.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

	/**
	 * Return the address as text, the same for all ways to write it.
	 */
	@Override
	public String toString() {
		try {
			return InetAddress.getByAddress(this.bytes).getHostAddress();
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
