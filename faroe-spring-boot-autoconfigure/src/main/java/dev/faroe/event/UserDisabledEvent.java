package dev.faroe.event;

import java.time.Instant;

/**
 * A user was disabled.
 *
 * @param userId the user's id
 * @param time when it happened
 */
public record UserDisabledEvent(String userId, Instant time) implements FaroeEvent {
}
