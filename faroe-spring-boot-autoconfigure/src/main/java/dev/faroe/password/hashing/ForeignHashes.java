package dev.faroe.password.hashing;

import java.util.Base64;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.faroe.password.argon2.Argon2idPasswordEncoder;
import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * A kind of hash that is verified and never written. The form is tested first: the
 * encoders of Spring Security throw exceptions at malformed hashes, and compute whatever
 * cost a hash names.
 *
 * @param form whether a text is such a hash, at a cost within bounds
 * @param encoder what verifies it
 */
record ForeignHashes(Predicate<String> form, @Nullable PasswordEncoder encoder) {

	private static final int MAXIMUM_BCRYPT_COST = 16;

	/** The N and r of scrypt multiplied, in units of 128 bytes: 256 MiB. */
	private static final long MAXIMUM_SCRYPT_MEMORY = 1 << 21;

	private static final long MAXIMUM_SCRYPT_WORK = 4 * MAXIMUM_SCRYPT_MEMORY;

	private static final int DERIVED_LENGTH = 32;

	private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./0-9A-Za-z]{53}");

	private static final Pattern SCRYPT = Pattern
		.compile("\\$([0-9a-f]{5,6})\\$([A-Za-z0-9+/]{2,172}={0,2})\\$([A-Za-z0-9+/]{43}=)");

	private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]+");

	static boolean isArgon2(String hash) {
		return Argon2idPasswordEncoder.supports(hash);
	}

	static boolean isBcrypt(String hash) {
		Matcher matcher = BCRYPT.matcher(hash);
		if (!matcher.matches()) {
			return false;
		}
		int cost = Integer.parseInt(matcher.group(1));
		return cost >= 4 && cost <= MAXIMUM_BCRYPT_COST;
	}

	static boolean isScrypt(String hash) {
		Matcher matcher = SCRYPT.matcher(hash);
		return matcher.matches() && isScryptCost(Integer.parseInt(matcher.group(1), 16)) && isBase64(matcher.group(2))
				&& isBase64(matcher.group(3));
	}

	/**
	 * One number holds the binary logarithm of N, then r and p, 8 bits each.
	 */
	private static boolean isScryptCost(int parameters) {
		int logarithm = parameters >> 16;
		int blockSize = parameters >> 8 & 0xFF;
		int parallelization = parameters & 0xFF;
		if (logarithm < 1 || logarithm > 21 || blockSize < 1 || parallelization < 1) {
			return false;
		}
		if (blockSize == 1 && logarithm > 15) {
			return false;
		}
		long memory = (1L << logarithm) * blockSize;
		return memory <= MAXIMUM_SCRYPT_MEMORY && memory * parallelization <= MAXIMUM_SCRYPT_WORK;
	}

	private static boolean isBase64(String text) {
		try {
			Base64.getDecoder().decode(text);
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/**
	 * The id before the hash stands for the cost.
	 */
	static boolean isPbkdf2(String hash, int saltLength) {
		return hash.length() == 2 * (saltLength + DERIVED_LENGTH) && HEXADECIMAL.matcher(hash).matches();
	}

}
