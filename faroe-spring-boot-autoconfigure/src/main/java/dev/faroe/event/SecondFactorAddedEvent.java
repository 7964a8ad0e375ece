package dev.faroe.event;

import java.time.Instant;

/**
 * A TOTP credential was registered.
 *
 * @param userId the user's id
 * @param credentialId the credential's id
 * @param time when it happened
 */
public record SecondFactorAddedEvent(String userId, String credentialId, Instant time) implements FaroeEvent {
}
