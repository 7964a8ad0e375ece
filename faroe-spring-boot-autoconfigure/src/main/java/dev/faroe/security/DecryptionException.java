package dev.faroe.security;

/**
 * A value that was encrypted at rest cannot be read. The message names the key that is
 * wrong or missing, and nothing of the value.
 */
public final class DecryptionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	DecryptionException(String message) {
		super(message);
	}

}
