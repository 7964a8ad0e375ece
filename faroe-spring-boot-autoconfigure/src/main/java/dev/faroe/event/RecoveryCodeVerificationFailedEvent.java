package dev.faroe.event;

import java.time.Instant;

/**
 * A recovery code was wrong.
 *
 * @param userId the user's id
 * @param time when it happened
 */
public record RecoveryCodeVerificationFailedEvent(String userId, Instant time) implements FaroeEvent {
}
