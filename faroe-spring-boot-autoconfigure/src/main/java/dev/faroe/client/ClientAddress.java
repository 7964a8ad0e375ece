package dev.faroe.client;

import java.util.HexFormat;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.security.WellFormedText;
import org.jspecify.annotations.Nullable;

/**
 * The address of a client as limits count it. White space around it, brackets, a zone and
 * a port do not count. An IPv6 client can pick any address of its network, so that its
 * /64 counts; an IPv4-mapped address counts as the IPv4 address. Text that is no address
 * counts as it is, but for white space around it and for upper and lower case, which say
 * nothing about who sends it: names are never resolved.
 */
public final class ClientAddress {

	/**
	 * The greatest length of a client address, and of the key that it leads to, in
	 * characters.
	 */
	public static final int MAX_LENGTH = 64;

	private static final int NETWORK_BYTES = 8;

	private ClientAddress() {
	}

	/**
	 * Return the key under which limits count a client.
	 * @param address the address as the caller gave it
	 * @return the key, of at most {@value #MAX_LENGTH} characters, or {@code null} for a
	 * client without an address
	 * @throws FaroeException with {@link FaroeError#INVALID_DATA} if the address has more
	 * than {@value #MAX_LENGTH} characters or is not {@linkplain WellFormedText
	 * well-formed}
	 */
	public static @Nullable String key(@Nullable String address) {
		if (address == null) {
			return null;
		}
		if (address.length() > MAX_LENGTH || !WellFormedText.isWellFormed(address)) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		String stripped = IpAddress.strip(address);
		if (stripped.isEmpty()) {
			return null;
		}
		IpAddress parsed = IpAddress.parseLenient(stripped);
		if (parsed == null) {
			return lowerCase(stripped);
		}
		return parsed.isIpv4() ? parsed.toString() : networkKey(parsed);
	}

	private static String networkKey(IpAddress address) {
		return HexFormat.of().formatHex(address.bytes(), 0, NETWORK_BYTES) + "::/64";
	}

	/**
	 * Character by character, which never makes a text longer.
	 */
	private static String lowerCase(String text) {
		StringBuilder lowerCase = new StringBuilder(text.length());
		text.chars().forEach((character) -> lowerCase.append((char) Character.toLowerCase(character)));
		return lowerCase.toString();
	}

}
