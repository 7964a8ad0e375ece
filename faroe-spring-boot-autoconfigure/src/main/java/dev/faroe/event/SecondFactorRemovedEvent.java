package dev.faroe.event;

import java.time.Instant;

/**
 * TOTP credentials of a user were deleted, other than with the user.
 *
 * @param userId the user's id
 * @param count how many, at least 1
 * @param time when it happened
 */
public record SecondFactorRemovedEvent(String userId, int count, Instant time) implements FaroeEvent {
}
