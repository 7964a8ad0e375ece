package dev.faroe.ratelimit;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.security.WellFormedText;
import org.jspecify.annotations.Nullable;

/**
 * The address of a client as limits count it. An IPv6 client can pick any address of its
 * network, so that its /64 counts; an IPv4-mapped address counts as the IPv4 address.
 * Text that is no address counts as it is: names are never resolved.
 */
public final class ClientAddress {

	/**
	 * The greatest length of a client address, in characters.
	 */
	public static final int MAX_LENGTH = 64;

	private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

	/**
	 * Without a zone: what has a colon and none of the other characters is never looked
	 * up.
	 */
	private static final Pattern MAYBE_IPV6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

	private ClientAddress() {
	}

	/**
	 * Return the key under which limits count a client.
	 * @param address the address as the caller gave it
	 * @return the key, or {@code null} for a client without an address
	 * @throws FaroeException with {@link FaroeError#INVALID_DATA} if the address has more
	 * than {@value #MAX_LENGTH} characters or is not {@linkplain WellFormedText
	 * well-formed}
	 */
	public static @Nullable String key(@Nullable String address) {
		if (address == null || address.isEmpty()) {
			return null;
		}
		if (address.length() > MAX_LENGTH || !WellFormedText.isWellFormed(address)) {
			throw new FaroeException(FaroeError.INVALID_DATA);
		}
		if (IPV4.matcher(address).matches()) {
			return ipv4Key(address);
		}
		return MAYBE_IPV6.matcher(address).matches() ? ipv6Key(address) : address;
	}

	private static String ipv4Key(String address) {
		int[] octets = Arrays.stream(address.split("\\.")).mapToInt(Integer::parseInt).toArray();
		boolean valid = Arrays.stream(octets).allMatch((octet) -> octet <= 255);
		return valid ? octets[0] + "." + octets[1] + "." + octets[2] + "." + octets[3] : address;
	}

	private static String ipv6Key(String address) {
		try {
			InetAddress parsed = InetAddress.getByName(address);
			if (parsed instanceof Inet4Address) {
				return parsed.getHostAddress();
			}
			return HexFormat.of().formatHex(parsed.getAddress(), 0, 8) + "::/64";
		}
		catch (UnknownHostException ex) {
			return address;
		}
	}

}
