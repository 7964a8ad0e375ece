package dev.faroe.web;

/**
 * A new recovery code as JSON.
 */
record RecoveryCodeBody(String recoveryCode) {

	/**
	 * Return a text without the code.
	 */
	@Override
	public String toString() {
		return "RecoveryCodeBody";
	}

}
