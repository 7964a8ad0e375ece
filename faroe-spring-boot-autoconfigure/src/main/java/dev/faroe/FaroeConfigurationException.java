package dev.faroe;

/**
 * An application cannot start with Faroe as it is configured. Boot shows what is wrong
 * and what to do instead of a stack trace. Neither text has a secret in it.
 */
public final class FaroeConfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Create an exception.
	 * @param description what is wrong, in a sentence
	 * @param action what to do about it, in a sentence
	 */
	public FaroeConfigurationException(String description, String action) {
		super(description);
		this.action = action;
	}

	/**
	 * Return what to do about it.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

}
