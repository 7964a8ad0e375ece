package dev.faroe.event;

import java.time.Instant;

/**
 * A user who was disabled may log in again.
 *
 * @param userId the user's id
 * @param time when it happened
 */
public record UserEnabledEvent(String userId, Instant time) implements FaroeEvent {
}
