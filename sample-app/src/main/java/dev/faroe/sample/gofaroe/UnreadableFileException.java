package dev.faroe.sample.gofaroe;

/**
 * A file is not what a Go Faroe server writes. The message is for the person who named
 * the file.
 */
final class UnreadableFileException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnreadableFileException(String message) {
		super(message);
	}

	UnreadableFileException(String message, Throwable cause) {
		super(message, cause);
	}

}
