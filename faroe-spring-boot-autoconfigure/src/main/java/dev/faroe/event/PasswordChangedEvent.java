package dev.faroe.event;

import java.time.Instant;

/**
 * A user replaced the password, knowing the former one.
 *
 * @param userId the user's id
 * @param time when it happened
 */
public record PasswordChangedEvent(String userId, Instant time) implements FaroeEvent {
}
