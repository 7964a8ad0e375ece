package dev.faroe.password.breach;

/**
 * What becomes of a new password when the breached-password service cannot be asked.
 */
enum OnCheckFailure {

	/** Accept the password as if no breach had it; the bundled list still applies. */
	ALLOW,

	/**
	 * Refuse the request with {@code SERVICE_UNAVAILABLE}. The password is not called
	 * weak, because nothing is known about it.
	 */
	REJECT

}
