package dev.faroe.security;

/**
 * A value that was encrypted at rest cannot be read. The message names the key that is
 * wrong or missing, and nothing of the value. There is no stack trace: the message says
 * all, and every code that a user sends could lead to it.
 */
public final class DecryptionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	DecryptionException(String message) {
		super(message, null, false, false);
	}

}
