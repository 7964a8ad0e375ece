package dev.faroe.password.hashing;

/**
 * An implementation of Argon2, safe for use by several threads.
 */
interface Argon2Function {

	/**
	 * Whether the implementation can compute hashes with some settings.
	 * @param settings the settings
	 * @return {@code false} if another implementation has to
	 */
	boolean supports(Argon2Settings settings);

	/**
	 * Compute a hash.
	 * @param password the password, which the caller wipes
	 * @param salt the salt
	 * @param settings settings that the implementation supports
	 * @return the hash
	 */
	byte[] hash(byte[] password, byte[] salt, Argon2Settings settings);

}
