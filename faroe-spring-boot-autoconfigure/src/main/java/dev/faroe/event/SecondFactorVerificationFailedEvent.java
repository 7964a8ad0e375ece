package dev.faroe.event;

import java.time.Instant;

/**
 * A TOTP code was wrong, or had been used before.
 *
 * @param userId the user's id
 * @param time when it happened
 */
public record SecondFactorVerificationFailedEvent(String userId, Instant time) implements FaroeEvent {
}
