package dev.faroe;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * An expected failure, signalled by Faroe's services. The message is the code of the
 * error and nothing else, so that no secret can travel in it, and there is no stack
 * trace: a refused request is cheap.
 */
public final class FaroeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final FaroeError error;

	private final transient @Nullable Duration retryAfter;

	/**
	 * Create an exception for an error.
	 * @param error the error
	 */
	public FaroeException(FaroeError error) {
		this(error, null);
	}

	/**
	 * Create an exception for an error that passes with time.
	 * @param error the error
	 * @param retryAfter how long to wait before the next try, or {@code null} if that is
	 * not known
	 */
	public FaroeException(FaroeError error, @Nullable Duration retryAfter) {
		this(error, retryAfter, null);
	}

	/**
	 * Create an exception for an error that another failure led to.
	 * @param error the error
	 * @param retryAfter how long to wait before the next try, or {@code null} if that is
	 * not known
	 * @param cause the failure, which may say in its message what no client may see, or
	 * {@code null}
	 */
	public FaroeException(FaroeError error, @Nullable Duration retryAfter, @Nullable Throwable cause) {
		super(name(error), cause, false, false);
		this.error = error;
		this.retryAfter = retryAfter;
	}

	private static String name(FaroeError error) {
		Assert.notNull(error, "error must not be null");
		return error.name();
	}

	/**
	 * Return the error.
	 * @return the error
	 */
	public FaroeError error() {
		return this.error;
	}

	/**
	 * Return how long to wait before the next try.
	 * @return the duration, or {@code null} if it is not known or waiting does not help
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
