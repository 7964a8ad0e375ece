package dev.faroe.password.hashing;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.faroe.password.argon2.Argon2Parameters;
import dev.faroe.password.argon2.Argon2idPasswordEncoder;
import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.AbstractValidatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.scrypt.SCryptPasswordEncoder;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * A {@link PasswordEncoder} for users who come from elsewhere: it writes hashes as an
 * {@link Argon2idPasswordEncoder} does, and also verifies bcrypt, scrypt, PBKDF2 and
 * Argon2 hashes in the form of Spring Security's delegating encoder, such as
 * {@code {bcrypt}$2a$10$...}. Each of those is {@linkplain #upgradeEncoding due for an
 * upgrade}, so that the next log-in replaces it.
 * <p>
 * Known are the ids {@code bcrypt}, {@code scrypt}, {@code pbkdf2}, {@code argon2} and
 * the latter three with {@code @SpringSecurity_v5_8}. A hash under any other id, a
 * malformed one, and one whose verification would cost too much match no password:
 * {@code noop} and plain digests are not hashes to go on with.
 * <p>
 * scrypt needs {@code org.bouncycastle:bcprov-jdk18on} on the class path. Without it, no
 * scrypt hash is {@linkplain #supports supported}, and the verification of one that is
 * stored already fails with an {@link IllegalStateException}.
 */
public final class MigratingPasswordEncoder extends AbstractValidatingPasswordEncoder {

	/** The name of the bean, which is no candidate for injection by type alone. */
	public static final String BEAN_NAME = "faroePasswordEncoder";

	/**
	 * The greatest length of a hash, in characters.
	 */
	public static final int MAXIMUM_LENGTH = 512;

	/** No parameters have as many letters and digits in a row as the shortest salt. */
	private static final Pattern KIND = Pattern.compile("((?:\\{[^}]*})?.{0,64}?)[A-Za-z0-9./+]{11}");

	private final Argon2idPasswordEncoder current;

	private final Map<String, ForeignHashes> foreign;

	/**
	 * Create an encoder.
	 * @param current the encoder for new hashes, and for Argon2 hashes
	 */
	public MigratingPasswordEncoder(Argon2idPasswordEncoder current) {
		Assert.notNull(current, "current must not be null");
		this.current = current;
		ForeignHashes argon2 = new ForeignHashes(ForeignHashes::isArgon2, current);
		ForeignHashes scrypt = new ForeignHashes(ForeignHashes::isScrypt, scrypt());
		this.foreign = Map.of("bcrypt", new ForeignHashes(ForeignHashes::isBcrypt, new BCryptPasswordEncoder()),
				"scrypt", scrypt, "scrypt@SpringSecurity_v5_8", scrypt, "pbkdf2",
				new ForeignHashes((hash) -> ForeignHashes.isPbkdf2(hash, 8), formerPbkdf2()),
				"pbkdf2@SpringSecurity_v5_8",
				new ForeignHashes((hash) -> ForeignHashes.isPbkdf2(hash, 16),
						Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_8()),
				"argon2", argon2, "argon2@SpringSecurity_v5_8", argon2);
	}

	/**
	 * Verifies whatever cost a hash names.
	 */
	private static @Nullable PasswordEncoder scrypt() {
		return ClassUtils.isPresent("org.bouncycastle.crypto.generators.SCrypt",
				MigratingPasswordEncoder.class.getClassLoader())
						? SCryptPasswordEncoder.defaultsForSpringSecurity_v5_8() : null;
	}

	@SuppressWarnings("deprecation")
	private static PasswordEncoder formerPbkdf2() {
		return Pbkdf2PasswordEncoder.defaultsForSpringSecurity_v5_5();
	}

	/**
	 * Return the encoder for new hashes.
	 * @return what also verifies Argon2 hashes
	 */
	public Argon2idPasswordEncoder current() {
		return this.current;
	}

	/**
	 * Tell whether a hash is one that this encoder can verify, at a cost within bounds:
	 * those of {@link Argon2Parameters}; for bcrypt a cost of at most 16; for scrypt at
	 * most 256 MiB of memory, and four times the work that so much memory takes in one
	 * go.
	 * @param encodedPassword any text
	 * @return whether there can be a password that matches it
	 */
	public boolean supports(String encodedPassword) {
		if (encodedPassword.length() > MAXIMUM_LENGTH) {
			return false;
		}
		if (!isPrefixed(encodedPassword)) {
			return ForeignHashes.isArgon2(encodedPassword);
		}
		ForeignHashes hashes = find(encodedPassword);
		return hashes != null && hashes.encoder() != null;
	}

	/**
	 * Return what the cost of a verification depends on: the hash up to its salt, and the
	 * length, as not every engine computes every Argon2 hash.
	 */
	static String kind(String encodedPassword) {
		Matcher matcher = KIND.matcher(encodedPassword);
		return matcher.lookingAt() ? matcher.group(1) + " " + encodedPassword.length() : "";
	}

	@Override
	protected String encodeNonNullPassword(String rawPassword) {
		String encoded = this.current.encode(rawPassword);
		Assert.state(encoded != null, "The encoder made no hash");
		return encoded;
	}

	@Override
	protected boolean matchesNonNull(String rawPassword, String encodedPassword) {
		if (!isPrefixed(encodedPassword)) {
			return this.current.matches(rawPassword, encodedPassword);
		}
		ForeignHashes hashes = find(encodedPassword);
		if (hashes == null) {
			return false;
		}
		// To say that the password is wrong would lock users out whose hashes were once
		// accepted.
		Assert.state(hashes.encoder() != null,
				"scrypt hashes cannot be verified: org.bouncycastle:bcprov-jdk18on is not on the class path");
		return hashes.encoder().matches(rawPassword, withoutPrefix(encodedPassword));
	}

	@Override
	protected boolean upgradeEncodingNonNull(String encodedPassword) {
		return isPrefixed(encodedPassword) || this.current.upgradeEncoding(encodedPassword);
	}

	private @Nullable ForeignHashes find(String encodedPassword) {
		int end = encodedPassword.indexOf('}');
		if (end < 0 || encodedPassword.length() > MAXIMUM_LENGTH) {
			return null;
		}
		ForeignHashes hashes = this.foreign.get(encodedPassword.substring(1, end));
		return (hashes != null && hashes.form().test(withoutPrefix(encodedPassword))) ? hashes : null;
	}

	private static boolean isPrefixed(String encodedPassword) {
		return encodedPassword.startsWith("{");
	}

	private static String withoutPrefix(String encodedPassword) {
		return encodedPassword.substring(encodedPassword.indexOf('}') + 1);
	}

}
