package dev.faroe.testkit;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import javax.crypto.spec.SecretKeySpec;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * An authenticator: shows the codes of one key (RFC 6238), by a clock.
 * <p>
 * Faroe accepts each code once. Move the clock on by 30 seconds for the next one.
 */
public final class TotpGenerator {

	private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

	private static final int BASE32_BITS = 5;

	private final TimeBasedOneTimePasswordGenerator codes;

	private final Key key;

	private final Clock clock;

	private TotpGenerator(byte[] key, TimeBasedOneTimePasswordGenerator codes, Clock clock) {
		Assert.isTrue(key.length > 0, "key must not be empty");
		this.codes = codes;
		this.key = new SecretKeySpec(key, codes.getAlgorithm());
		this.clock = clock;
	}

	/**
	 * Create an authenticator with SHA-1, 6 digits and 30 seconds, as Faroe has it.
	 * @param key the key in standard Base64 (RFC 4648, 4)
	 * @param clock what tells the time
	 * @return the authenticator
	 * @throws IllegalArgumentException if the key is not that
	 */
	public static TotpGenerator ofBase64(String key, Clock clock) {
		byte[] bytes;
		try {
			bytes = Base64.getDecoder().decode(key);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("key must be Base64");
		}
		return new TotpGenerator(bytes, new TimeBasedOneTimePasswordGenerator(), clock);
	}

	/**
	 * Create an authenticator with SHA-1, 6 digits and 30 seconds, as Faroe has it.
	 * @param key the key in Base32 (RFC 4648, 6), with or without padding, spaces and
	 * small letters
	 * @param clock what tells the time
	 * @return the authenticator
	 * @throws IllegalArgumentException if the key is not that
	 */
	public static TotpGenerator ofBase32(String key, Clock clock) {
		return new TotpGenerator(decode(key), new TimeBasedOneTimePasswordGenerator(), clock);
	}

	/**
	 * Create an authenticator that has scanned a URI in the Key Uri Format of Google
	 * Authenticator.
	 * @param uri the URI, {@code otpauth://totp/} with the parameter {@code secret}, and
	 * with {@code algorithm}, {@code digits} and {@code period} if they are not SHA1, 6
	 * and 30
	 * @param clock what tells the time
	 * @return the authenticator
	 * @throws IllegalArgumentException if the URI is not that
	 */
	public static TotpGenerator ofUri(URI uri, Clock clock) {
		Assert.isTrue("otpauth".equalsIgnoreCase(uri.getScheme()) && "totp".equalsIgnoreCase(uri.getHost()),
				"uri must begin with otpauth://totp/");
		Map<String, String> parameters = parameters(uri.getRawQuery());
		String secret = parameters.get("secret");
		Assert.isTrue(secret != null, "uri must have a secret");
		return new TotpGenerator(decode(secret),
				new TimeBasedOneTimePasswordGenerator(
						Duration.ofSeconds(number("period", parameters.getOrDefault("period", "30"))),
						number("digits", parameters.getOrDefault("digits", "6")),
						algorithm(parameters.getOrDefault("algorithm", "SHA1"))),
				clock);
	}

	private static Map<String, String> parameters(@Nullable String query) {
		return Arrays.stream((query != null) ? query.split("&") : new String[0])
			.map((parameter) -> parameter.split("=", 2))
			.filter((parameter) -> parameter.length == 2)
			.collect(Collectors.toMap((parameter) -> parameter[0].toLowerCase(Locale.ROOT),
					(parameter) -> URLDecoder.decode(parameter[1], StandardCharsets.UTF_8), (first, second) -> first));
	}

	private static int number(String name, String text) {
		Assert.isTrue(text.matches("[1-9][0-9]{0,5}"), () -> name + " must be a number");
		return Integer.parseInt(text);
	}

	private static String algorithm(String name) {
		return switch (name.toUpperCase(Locale.ROOT)) {
			case "SHA1" -> TimeBasedOneTimePasswordGenerator.TOTP_ALGORITHM_HMAC_SHA1;
			case "SHA256" -> TimeBasedOneTimePasswordGenerator.TOTP_ALGORITHM_HMAC_SHA256;
			case "SHA512" -> TimeBasedOneTimePasswordGenerator.TOTP_ALGORITHM_HMAC_SHA512;
			default -> throw new IllegalArgumentException("algorithm must be SHA1, SHA256 or SHA512");
		};
	}

	private static byte[] decode(String base32) {
		String text = base32.replace(" ", "").replaceFirst("=+$", "").toUpperCase(Locale.ROOT);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		int buffer = 0;
		int bits = 0;
		for (char letter : text.toCharArray()) {
			int value = BASE32.indexOf(letter);
			Assert.isTrue(value >= 0, "key must be Base32");
			buffer = buffer << BASE32_BITS | value;
			bits += BASE32_BITS;
			if (bits >= Byte.SIZE) {
				bits -= Byte.SIZE;
				bytes.write(buffer >> bits);
				buffer &= (1 << bits) - 1;
			}
		}
		return bytes.toByteArray();
	}

	/**
	 * Return the code of now.
	 * @return the digits
	 */
	public String code() {
		try {
			return this.codes.generateOneTimePasswordString(this.key, this.clock.instant(), Locale.ROOT);
		}
		catch (InvalidKeyException ex) {
			throw new IllegalStateException("HMAC takes a key of any length", ex);
		}
	}

	/**
	 * Return a text without the key.
	 */
	@Override
	public String toString() {
		return "TotpGenerator";
	}

}
