package dev.faroe.event;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The email address of a user was replaced by another, which is verified. Carries both
 * addresses, because the former cannot be looked up any more: its owner is who should be
 * told.
 *
 * @param userId the user's id
 * @param formerEmail the address that the user had, or {@code null} for none
 * @param email the address that the user has now
 * @param time when it happened
 */
public record EmailChangedEvent(String userId, @Nullable String formerEmail, String email,
		Instant time) implements FaroeEvent {

	/**
	 * Return a text without the addresses.
	 */
	@Override
	public String toString() {
		return "EmailChangedEvent[userId=%s, time=%s]".formatted(this.userId, this.time);
	}

}
