package dev.faroe.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;

import org.springframework.util.Assert;

/**
 * Generates the identifiers and codes of the REST API reference. Both alphabets have 32
 * characters, none of which is easily mistaken for another.
 * <p>
 * Generating never blocks: the operating system is asked for a new seed on another
 * thread, every minute while the generator is in use.
 */
public final class TokenGenerator {

	/**
	 * The number of characters of an identifier, 5 bits each: 120 bits.
	 */
	public static final int ID_LENGTH = 24;

	/**
	 * The number of characters of a code, 5 bits each: 40 bits.
	 */
	public static final int CODE_LENGTH = 8;

	private static final String ID_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

	private static final String CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

	private final Consumer<byte[]> random;

	/**
	 * Create a generator on the deterministic random bit generator of the process, which
	 * the operating system seeds.
	 */
	public TokenGenerator() {
		this(SeededRandom.shared()::nextBytes);
	}

	TokenGenerator(Consumer<byte[]> random) {
		this.random = random;
	}

	/**
	 * Generate an identifier.
	 * @return 24 characters of {@code a-z} and {@code 2-9}, without {@code l} and
	 * {@code o}
	 */
	public String id() {
		return generate(ID_ALPHABET, ID_LENGTH);
	}

	/**
	 * Generate a code.
	 * @return 8 characters of {@code A-Z} and {@code 2-9}, without {@code I} and
	 * {@code O}
	 */
	public String code() {
		return generate(CODE_ALPHABET, CODE_LENGTH);
	}

	/**
	 * Generate a key.
	 * @param length the number of bytes, at least 1
	 * @return as many random bytes
	 */
	public byte[] key(int length) {
		byte[] key = new byte[length];
		this.random.accept(key);
		return key;
	}

	/**
	 * Derive an identifier from a secret one, which cannot be told from the result.
	 * @param secret an identifier that was generated
	 * @return an identifier, always the same for one secret
	 */
	public static String idFrom(String secret) {
		Assert.isTrue(isId(secret), "secret must be an identifier");
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
			return encode(digest, ID_ALPHABET, ID_LENGTH);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java SE platform has SHA-256", ex);
		}
	}

	private String generate(String alphabet, int length) {
		return encode(key(length), alphabet, length);
	}

	/**
	 * 32 divides 256: every character is as likely as any other.
	 */
	private static String encode(byte[] random, String alphabet, int length) {
		StringBuilder token = new StringBuilder(length);
		for (int index = 0; index < length; index++) {
			token.append(alphabet.charAt(random[index] & 0x1F));
		}
		return token.toString();
	}

	/**
	 * Tell whether a text has the form of an identifier. What does not cannot name
	 * anything, so that it need not reach the database.
	 * @param text any text
	 * @return whether it could be an identifier
	 */
	public static boolean isId(String text) {
		return consistsOf(text, ID_ALPHABET, ID_LENGTH);
	}

	/**
	 * Tell whether a text has the form of a code.
	 * @param text any text
	 * @return whether it could be a code
	 */
	public static boolean isCode(String text) {
		return consistsOf(text, CODE_ALPHABET, CODE_LENGTH);
	}

	private static boolean consistsOf(String text, String alphabet, int length) {
		Assert.notNull(text, "text must not be null");
		if (text.length() != length) {
			return false;
		}
		for (int index = 0; index < length; index++) {
			if (alphabet.indexOf(text.charAt(index)) < 0) {
				return false;
			}
		}
		return true;
	}

}
