package dev.faroe.login;

/**
 * What becomes of a right password of a user who has a second factor.
 */
enum SecondFactorPolicy {

	/**
	 * The log-in fails with {@link SecondFactorRequiredException}. Nobody logs in with
	 * half of what they have to know.
	 */
	REJECT,

	/**
	 * The log-in succeeds, and the application has to ask for the second factor before it
	 * trusts the user: see {@link FaroeUserDetails#getSecondFactors()}.
	 */
	ALLOW

}
