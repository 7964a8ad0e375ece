package dev.faroe.security;

/**
 * A key to encrypt the database with is not usable.
 */
final class InvalidEncryptionKeyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final String problem;

	/**
	 * Create an exception.
	 * @param property the property that has the key
	 * @param problem what is wrong with it, without the key
	 */
	InvalidEncryptionKeyException(String property, String problem) {
		super(property + " is no key: " + problem);
		this.property = property;
		this.problem = problem;
	}

	String property() {
		return this.property;
	}

	String problem() {
		return this.problem;
	}

}
