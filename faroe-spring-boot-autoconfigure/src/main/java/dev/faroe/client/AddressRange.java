package dev.faroe.client;

import org.jspecify.annotations.Nullable;

/**
 * An address, or a range of addresses with a common prefix (RFC 4632, RFC 4291, 2.3).
 */
final class AddressRange {

	private static final int IPV4_IN_IPV6_BITS = 96;

	private final byte[] network;

	private final int prefixLength;

	private AddressRange(byte[] network, int prefixLength) {
		this.network = network;
		this.prefixLength = prefixLength;
	}

	/**
	 * Parse a range.
	 * @throws IllegalArgumentException if it is none, or if every address is in it
	 */
	static AddressRange parse(String text) {
		int slash = text.indexOf('/');
		String network = (slash < 0) ? text : text.substring(0, slash);
		IpAddress address = IpAddress.parse(network);
		if (address == null) {
			throw new IllegalArgumentException("it does not start with an IPv4 or IPv6 address");
		}
		byte[] bytes = address.bytes();
		int bits = bytes.length * Byte.SIZE;
		Integer prefixLength = (slash < 0) ? Integer.valueOf(bits) : prefixLength(text.substring(slash + 1));
		boolean mapped = network.indexOf(':') >= 0 && bits == Integer.SIZE;
		if (prefixLength != null && slash >= 0 && mapped) {
			prefixLength -= IPV4_IN_IPV6_BITS;
		}
		if (prefixLength == null || prefixLength < 0 || prefixLength > bits) {
			throw new IllegalArgumentException("what follows the slash is not the length of a prefix");
		}
		if (prefixLength == 0) {
			throw new IllegalArgumentException("every address is in it, so that everybody would be trusted");
		}
		return new AddressRange(bytes, prefixLength);
	}

	private static @Nullable Integer prefixLength(String text) {
		boolean number = !text.isEmpty() && text.length() <= 3
				&& text.chars().allMatch((character) -> character >= '0' && character <= '9');
		return number ? Integer.valueOf(text) : null;
	}

	/**
	 * Tell whether an address is in the range.
	 * @param address the bytes of the address
	 */
	boolean contains(byte[] address) {
		if (address.length != this.network.length) {
			return false;
		}
		for (int bit = 0; bit < this.prefixLength; bit += Byte.SIZE) {
			int mask = (this.prefixLength - bit >= Byte.SIZE) ? 0xFF : 0xFF << (Byte.SIZE - this.prefixLength + bit);
			int difference = address[bit / Byte.SIZE] ^ this.network[bit / Byte.SIZE];
			if ((difference & mask & 0xFF) != 0) {
				return false;
			}
		}
		return true;
	}

}
