package dev.faroe.event;

import java.time.Instant;

/**
 * What was presented as a second factor was wrong, or had been used before.
 *
 * @param userId the user's id
 * @param type the kind of second factor, such as {@code totp}
 * @param time when it happened
 */
public record SecondFactorVerificationFailedEvent(String userId, String type, Instant time) implements FaroeEvent {
}
