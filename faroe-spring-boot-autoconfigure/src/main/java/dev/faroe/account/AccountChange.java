package dev.faroe.account;

/**
 * What makes requests void that were begun before it.
 */
public enum AccountChange {

	/** The user has another password. */
	PASSWORD,

	/** The user has another email address. */
	EMAIL

}
