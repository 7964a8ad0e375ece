package dev.faroe.event;

import java.time.Instant;

/**
 * A user proved to own the email address.
 *
 * @param userId the user's id
 * @param time when it happened
 */
public record EmailVerifiedEvent(String userId, Instant time) implements FaroeEvent {
}
