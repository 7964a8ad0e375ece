package dev.faroe.event;

import java.time.Instant;

/**
 * A user was deleted, with everything that belonged to the user.
 *
 * @param userId the id that the user had
 * @param time when it happened
 */
public record UserDeletedEvent(String userId, Instant time) implements FaroeEvent {
}
