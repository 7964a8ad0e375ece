package dev.faroe.event;

import java.time.Instant;

/**
 * A user set a new password with a password reset request. The user's email address, if
 * there is one, is verified by that.
 *
 * @param userId the user's id
 * @param time when it happened
 */
public record PasswordResetEvent(String userId, Instant time) implements FaroeEvent {
}
