package dev.faroe.event;

import java.time.Instant;

/**
 * A code or a link from a mail was accepted in the place of a password. A user who has a
 * second factor is not logged in yet.
 *
 * @param userId the user's id
 * @param time when it happened
 */
public record LogInByEmailedCodeEvent(String userId, Instant time) implements FaroeEvent {
}
