package dev.faroe.delivery;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Something that is delivered by trying to, if necessary several times.
 */
public interface Deliverable {

	/**
	 * Return what it is for: a name of few, with nothing of a person in it.
	 */
	String purpose();

	/**
	 * Return whom it is about.
	 * @return the user's id, or {@code null} if no user is known
	 */
	@Nullable String userId();

	/**
	 * Return when it becomes worthless.
	 * @return the time, or {@code null} for never
	 */
	default @Nullable Instant expiresAt() {
		return null;
	}

	/**
	 * Try to deliver it. May block. Never called by two threads at once.
	 * @return whether it was sent; {@code false} if it is not to be, which is no failure
	 * @throws IllegalArgumentException if it can never be delivered
	 * @throws Exception if it was not delivered this time
	 */
	boolean attempt() throws Exception;

}
