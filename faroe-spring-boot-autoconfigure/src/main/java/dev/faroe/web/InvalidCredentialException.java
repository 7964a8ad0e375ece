package dev.faroe.web;

/**
 * The REST API is enabled without a usable credential.
 */
final class InvalidCredentialException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final boolean missing;

	InvalidCredentialException(String property, boolean missing) {
		super(property + (missing ? " is not set" : " cannot be sent as a header"));
		this.property = property;
		this.missing = missing;
	}

	String property() {
		return this.property;
	}

	boolean missing() {
		return this.missing;
	}

}
