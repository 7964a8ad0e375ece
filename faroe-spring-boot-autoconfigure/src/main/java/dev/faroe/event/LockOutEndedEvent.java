package dev.faroe.event;

import java.time.Instant;

/**
 * An operator has ended what kept a user from logging in, or from something else. From
 * then on there are as many new guesses at the user's password and codes as the limits
 * allow.
 *
 * @param userId the user's id
 * @param time when it happened
 */
public record LockOutEndedEvent(String userId, Instant time) implements FaroeEvent {
}
