package dev.faroe.event;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A password was wrong, or was presented for an email address that no user has.
 *
 * @param userId the user's id, or {@code null} if there is no such user
 * @param time when it happened
 */
public record PasswordVerificationFailedEvent(@Nullable String userId, Instant time) implements FaroeEvent {
}
