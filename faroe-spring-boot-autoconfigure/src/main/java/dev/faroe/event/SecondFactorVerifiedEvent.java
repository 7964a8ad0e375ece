package dev.faroe.event;

import java.time.Instant;

/**
 * A second factor was accepted.
 *
 * @param userId the user's id
 * @param type the kind of second factor, such as {@code totp}
 * @param credentialId the id of the factor
 * @param time when it happened
 */
public record SecondFactorVerifiedEvent(String userId, String type, String credentialId,
		Instant time) implements FaroeEvent {
}
