package dev.faroe.delivery;

/**
 * What a message is for.
 * <p>
 * A later minor version may add purposes. Have a {@code default} in every {@code switch}:
 * one that sends the code or the link of the message, if there is one, with a text that
 * fits any of them.
 */
public enum CodePurpose {

	/** Whoever reads the code owns the email address of the user. */
	EMAIL_VERIFICATION,

	/** Whoever reads the code owns the email address that the user wants to have. */
	EMAIL_UPDATE,

	/** Whoever reads the code may set a new password, with a second factor if any. */
	PASSWORD_RESET,

	/** Whoever reads the code may log in, with a second factor if any. */
	LOG_IN,

	/**
	 * Somebody wanted to sign up with an address, or to change to one, that a user has.
	 * There is no code: the mail tells the user, and the web page tells nobody.
	 */
	ADDRESS_IN_USE

}
