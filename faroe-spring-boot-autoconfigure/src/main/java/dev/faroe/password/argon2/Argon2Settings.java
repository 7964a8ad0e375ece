package dev.faroe.password.argon2;

/**
 * Everything about an Argon2 hash that is not the password, the salt or the result.
 *
 * @param type the variant of Argon2
 * @param version {@link #CURRENT_VERSION} or {@link #ORIGINAL_VERSION}
 * @param parameters the costs
 * @param saltLength the length of the salt in bytes
 * @param hashLength the length of the result in bytes
 */
record Argon2Settings(Type type, int version, Argon2Parameters parameters, int saltLength, int hashLength) {

	/** Version 1.3. */
	static final int CURRENT_VERSION = 0x13;

	/** Version 1.0, that of a hash that names none. */
	static final int ORIGINAL_VERSION = 0x10;

	/** The variants, each under the name that it has in an encoded hash. */
	enum Type {

		/** Data-dependent addressing. */
		ARGON2D,

		/** Data-independent addressing. */
		ARGON2I,

		/** Data-independent addressing at first, data-dependent then. */
		ARGON2ID

	}

}
