package dev.faroe.event;

import java.time.Instant;

/**
 * A recovery code was accepted, and replaced by another.
 *
 * @param userId the user's id
 * @param time when it happened
 */
public record RecoveryCodeUsedEvent(String userId, Instant time) implements FaroeEvent {
}
