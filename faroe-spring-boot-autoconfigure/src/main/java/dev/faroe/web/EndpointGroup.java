package dev.faroe.web;

/**
 * The groups of endpoints: those of the REST API reference, each of which can be left out
 * with {@code faroe.rest.include} and {@code faroe.rest.exclude}, and those that have to
 * be asked for.
 */
public enum EndpointGroup {

	/** Authenticating users. */
	AUTHENTICATION,

	/** Creating, listing and deleting users, and their passwords. */
	USERS,

	/** Recovery codes and second factors. */
	TWO_FACTOR,

	/** TOTP credentials. */
	TOTP,

	/** Verifying a user's email address. */
	EMAIL_VERIFICATION,

	/** Changing a user's email address. */
	EMAIL_UPDATE,

	/** Resetting a forgotten password. */
	PASSWORD_RESET,

	/**
	 * What version 0.2 of the JavaScript client calls beside the endpoints of the
	 * reference. These give out TOTP keys, so that they exist only when they are asked
	 * for.
	 */
	SDK_0_2,

	/**
	 * Disabling and enabling users. What it adds to a user is there only with it.
	 */
	ACCOUNT_STATE,

	/**
	 * Passkeys, for backends that run the browser's side themselves. Needs
	 * {@code faroe.passkeys.enabled}.
	 */
	PASSKEYS;

	/**
	 * Tell whether the group is part of the REST API reference. One that is not has to be
	 * named in {@code faroe.rest.include}.
	 * @return whether the group is served without being asked for
	 */
	public boolean isDocumented() {
		return ordinal() <= PASSWORD_RESET.ordinal();
	}

}
