package dev.faroe.event;

import java.time.Instant;

/**
 * A user's password was verified, at a log-in or on its own.
 *
 * @param userId the user's id
 * @param time when it happened
 */
public record PasswordVerifiedEvent(String userId, Instant time) implements FaroeEvent {
}
