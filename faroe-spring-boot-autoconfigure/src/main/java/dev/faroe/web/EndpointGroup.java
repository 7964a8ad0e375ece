package dev.faroe.web;

/**
 * The groups of endpoints of the REST API reference, each of which can be left out with
 * {@code faroe.rest.include} and {@code faroe.rest.exclude}.
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
	PASSWORD_RESET

}
