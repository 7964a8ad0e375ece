package dev.faroe.user;

import dev.faroe.FaroeError;
import org.jspecify.annotations.Nullable;

/**
 * What became of something to import. Only {@link #IMPORTED} has changed anything.
 */
public enum ImportOutcome {

	/** It is there now. */
	IMPORTED(null),

	/** There is something with its id, which stays as it is. */
	ALREADY_PRESENT(FaroeError.INVALID_DATA),

	/** The id is not 24 characters of the alphabet of ids. */
	INVALID_ID(FaroeError.INVALID_DATA),

	/** The time is before 1970 or after the year 9999. */
	INVALID_TIME(FaroeError.INVALID_DATA),

	/** The email address breaks a rule, or there is none and it is verified. */
	INVALID_EMAIL(FaroeError.INVALID_DATA),

	/** The password hash is none that can be verified. */
	INVALID_PASSWORD_HASH(FaroeError.INVALID_DATA),

	/** The recovery code is not 8 characters of the alphabet of codes. */
	INVALID_RECOVERY_CODE(FaroeError.INVALID_DATA),

	/** Another user has the email address. */
	EMAIL_ALREADY_USED(FaroeError.EMAIL_ALREADY_USED),

	/** The user has a TOTP credential with the same key. */
	KEY_ALREADY_REGISTERED(FaroeError.INVALID_DATA),

	/** The user that it belongs to does not exist. */
	USER_NOT_FOUND(FaroeError.NOT_FOUND);

	private final @Nullable FaroeError error;

	ImportOutcome(@Nullable FaroeError error) {
		this.error = error;
	}

	/**
	 * Return the error that stands for the outcome where a failure is signalled.
	 * @return the error, or {@code null} for {@link #IMPORTED}
	 */
	public @Nullable FaroeError error() {
		return this.error;
	}

}
