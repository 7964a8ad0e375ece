package dev.faroe.event;

import java.time.Instant;

/**
 * A TOTP code was accepted.
 *
 * @param userId the user's id
 * @param credentialId the id of the credential that the code is of
 * @param time when it happened
 */
public record SecondFactorVerifiedEvent(String userId, String credentialId, Instant time) implements FaroeEvent {
}
