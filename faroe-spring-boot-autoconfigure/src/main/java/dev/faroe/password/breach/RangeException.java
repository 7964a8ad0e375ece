package dev.faroe.password.breach;

/**
 * Says why a range could not be read. It has neither cause nor stack trace: those of the
 * HTTP client name the range, which must not reach a log.
 */
final class RangeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final boolean serviceAtFault;

	private RangeException(String message, boolean serviceAtFault) {
		super(message, null, false, false);
		this.serviceAtFault = serviceAtFault;
	}

	/**
	 * Create an exception for a service that failed.
	 */
	static RangeException failed(String message) {
		return new RangeException(message, true);
	}

	/**
	 * Create an exception for a call that was not made.
	 */
	static RangeException notAsked(String message) {
		return new RangeException(message, false);
	}

	boolean isServiceAtFault() {
		return this.serviceAtFault;
	}

}
