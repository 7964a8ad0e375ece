package dev.faroe.password.argon2;

/**
 * An implementation of Argon2, safe for use by several threads.
 */
interface Argon2Function {

	/**
	 * Whether the implementation can compute hashes with some settings.
	 * @return {@code false} if another implementation has to
	 */
	boolean supports(Argon2Settings settings);

	/**
	 * Compute a hash.
	 */
	byte[] hash(byte[] password, byte[] salt, Argon2Settings settings);

}
