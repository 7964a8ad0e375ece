package dev.faroe.autoconfigure;

/**
 * There is no connection factory for Faroe, or there are several and none is marked.
 */
final class ConnectionFactoryChoiceException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final boolean missing;

	ConnectionFactoryChoiceException(boolean missing) {
		super(missing ? "Faroe has no ConnectionFactory" : "Faroe cannot choose among several ConnectionFactory beans");
		this.missing = missing;
	}

	boolean missing() {
		return this.missing;
	}

}
