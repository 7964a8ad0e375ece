package dev.faroe.event;

import java.time.Instant;

/**
 * Second factors of one kind were removed, other than with the user.
 *
 * @param userId the user's id
 * @param type the kind of second factor, such as {@code totp}
 * @param count how many, at least 1
 * @param time when it happened
 */
public record SecondFactorRemovedEvent(String userId, String type, int count, Instant time) implements FaroeEvent {
}
