package dev.faroe.event;

import java.time.Instant;

/**
 * A user was created.
 *
 * @param userId the user's id
 * @param time when it happened
 */
public record UserCreatedEvent(String userId, Instant time) implements FaroeEvent {
}
