package dev.faroe.account;

/**
 * What ends the sessions of a user, and makes requests void that were begun before it.
 */
public enum AccountChange {

	/** The user has another password. */
	PASSWORD,

	/** The user has another email address. */
	EMAIL,

	/** The user has another second factor, or one less. */
	SECOND_FACTORS,

	/** The user may not log in any more. */
	DISABLED,

	/** All sessions of the user have been ended, without another change. */
	SESSIONS

}
