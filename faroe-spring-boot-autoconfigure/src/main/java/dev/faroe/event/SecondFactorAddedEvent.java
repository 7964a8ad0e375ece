package dev.faroe.event;

import java.time.Instant;

/**
 * A second factor was added.
 *
 * @param userId the user's id
 * @param type the kind of second factor, such as {@code totp}
 * @param credentialId the credential's id
 * @param time when it happened
 */
public record SecondFactorAddedEvent(String userId, String type, String credentialId,
		Instant time) implements FaroeEvent {
}
