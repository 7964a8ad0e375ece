package dev.faroe.event;

import java.time.Instant;

/**
 * A recovery code was replaced by another without having been used.
 *
 * @param userId the user's id
 * @param time when it happened
 */
public record RecoveryCodeRegeneratedEvent(String userId, Instant time) implements FaroeEvent {
}
