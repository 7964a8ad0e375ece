package dev.faroe.security;

import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonIgnoreType;

import org.springframework.util.Assert;

/**
 * A key that encrypts values at rest, and the name that the values are stored with, so
 * that they can be read after other keys have come.
 */
@JsonIgnoreType
public final class EncryptionKey {

	/**
	 * The number of bytes of a key: AES-256.
	 */
	public static final int LENGTH = 32;

	private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,32}");

	private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{64}");

	private final String id;

	/** Transient, so that nothing that looks at fields writes it. */
	private final transient byte[] key;

	/**
	 * Create a key.
	 * @param id the name of the key: 1 to 32 letters, digits, dots, dashes and
	 * underscores
	 * @param key 32 random bytes
	 */
	public EncryptionKey(String id, byte[] key) {
		Assert.isTrue(isId(id), "the id must be 1 to 32 of the characters A-Z, a-z, 0-9, '.', '_' and '-'");
		Assert.isTrue(key.length == LENGTH, () -> "the key must have 32 bytes, and has " + key.length);
		this.id = id;
		this.key = key.clone();
	}

	/**
	 * Parse a text such as {@code 2026:kTF3...A=}: the id, a colon, and the key in padded
	 * standard Base64 or in hexadecimal.
	 * @param text the text
	 * @return the key
	 * @throws IllegalArgumentException if the text is none of that; the message says why,
	 * without the key
	 */
	public static EncryptionKey parse(String text) {
		int colon = text.indexOf(':');
		Assert.isTrue(colon >= 0, "there must be an id and a colon before the key");
		return new EncryptionKey(text.substring(0, colon), decode(text.substring(colon + 1)));
	}

	private static byte[] decode(String key) {
		if (HEX.matcher(key).matches()) {
			return HexFormat.of().parseHex(key);
		}
		try {
			return Base64.getDecoder().decode(key);
		}
		catch (IllegalArgumentException ex) {
			// The message of the cause could quote the key.
			throw new IllegalArgumentException("the key must be in Base64 or hexadecimal");
		}
	}

	static boolean isId(String text) {
		return ID.matcher(text).matches();
	}

	/**
	 * Return the name of the key.
	 * @return the id
	 */
	public String id() {
		return this.id;
	}

	byte[] key() {
		return this.key.clone();
	}

	/**
	 * Return a text without the key.
	 */
	@Override
	public String toString() {
		return "EncryptionKey[id=%s]".formatted(this.id);
	}

}
