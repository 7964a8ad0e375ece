package dev.faroe.totp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

import com.fasterxml.jackson.annotation.JsonIgnoreType;
import dev.faroe.FaroeError;
import dev.faroe.FaroeException;

import org.springframework.util.Assert;

/**
 * The key that the server and an authenticator share: 20 bytes, the length of a SHA-1
 * digest, as RFC 4226 recommends. A secret, which Jackson leaves out of JSON.
 */
@JsonIgnoreType
public final class TotpKey {

	/**
	 * The number of bytes of a key.
	 */
	public static final int LENGTH = 20;

	private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

	private static final int BASE32_BITS = 5;

	/** Transient, so that nothing that looks at fields writes it. */
	private final transient byte[] bytes;

	/**
	 * Create a key.
	 * @param bytes 20 random bytes
	 */
	public TotpKey(byte[] bytes) {
		Assert.isTrue(bytes.length == LENGTH, "a TOTP key must have 20 bytes");
		this.bytes = bytes.clone();
	}

	/**
	 * Decode a key.
	 * @param text padded standard Base64 (RFC 4648, 4) of 20 bytes, and nothing else
	 * @return the key
	 * @throws FaroeException with {@link FaroeError#INVALID_DATA} if the text is not that
	 */
	public static TotpKey ofBase64(String text) {
		try {
			byte[] bytes = Base64.getDecoder().decode(text);
			// The decoder does without padding, and ignores the bits that pad.
			if (bytes.length == LENGTH && Base64.getEncoder().encodeToString(bytes).equals(text)) {
				return new TotpKey(bytes);
			}
		}
		catch (IllegalArgumentException ex) {
			// Answered like any other text that is not a key, without quoting it.
		}
		throw new FaroeException(FaroeError.INVALID_DATA);
	}

	/**
	 * Return the key.
	 * @return a copy of its 20 bytes
	 */
	public byte[] bytes() {
		return this.bytes.clone();
	}

	/**
	 * Encode the key.
	 * @return padded standard Base64, 28 characters
	 */
	public String toBase64() {
		return Base64.getEncoder().encodeToString(this.bytes);
	}

	/**
	 * Encode the key as people type it into authenticators.
	 * @return Base32 (RFC 4648, 6) without padding, 32 characters
	 */
	public String toBase32() {
		StringBuilder text = new StringBuilder();
		int buffer = 0;
		int bits = 0;
		for (byte value : this.bytes) {
			buffer = buffer << Byte.SIZE | value & 0xFF;
			bits += Byte.SIZE;
			while (bits >= BASE32_BITS) {
				bits -= BASE32_BITS;
				text.append(BASE32.charAt(buffer >> bits & BASE32.length() - 1));
			}
		}
		return text.toString();
	}

	/**
	 * Return what tells the key from the other keys of a user, and nothing else about it:
	 * a digest of as many random bits can be turned back by nobody, and those of two
	 * users with one key differ.
	 * @return 64 hexadecimal digits
	 */
	String fingerprint(String userId) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(("totp-key:" + userId + ":").getBytes(StandardCharsets.US_ASCII));
			return HexFormat.of().formatHex(digest.digest(this.bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java SE platform has SHA-256", ex);
		}
	}

	/**
	 * Return a text without the key.
	 */
	@Override
	public String toString() {
		return "TotpKey";
	}

}
