package dev.faroe.event;

import java.time.Instant;

/**
 * The sessions of a user were ended without anything else having changed.
 *
 * @param userId the user's id
 * @param time when it happened
 */
public record SessionsEndedEvent(String userId, Instant time) implements FaroeEvent {
}
