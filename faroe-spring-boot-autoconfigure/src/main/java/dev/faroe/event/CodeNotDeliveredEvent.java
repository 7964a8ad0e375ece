package dev.faroe.event;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A message to a user was given up, such as one with a code.
 *
 * @param userId the user's id, or {@code null} if no user is known
 * @param purpose what the message was for, such as {@code PASSWORD_RESET}
 * @param failure the name of the class of the last failure, or {@code QUEUE_FULL},
 * {@code EXPIRED}, {@code NO_SENDER} or {@code STOPPED}
 * @param attempts how often it was tried to deliver it, 0 or more
 * @param time when it was given up
 */
public record CodeNotDeliveredEvent(@Nullable String userId, String purpose, String failure, int attempts,
		Instant time) implements FaroeEvent {
}
