package dev.faroe.event;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An attempt was refused because a limit was exhausted. Notices by mail that are too many
 * are no attempts.
 *
 * @param userId the id of the user whose limit it is, or {@code null} if the limit is on
 * client addresses or on an email address that no user has
 * @param limit the name of the limit, the same as in the metric
 * {@code faroe.rate.limit.hit}
 * @param time when it happened
 */
public record LockedOutEvent(@Nullable String userId, String limit, Instant time) implements FaroeEvent {

	/** The name of the limit on wrong codes for one request. */
	public static final String REQUEST_ATTEMPTS = "request-attempts";

	/**
	 * The name of the limit on wrong TOTP codes of a user in a row, whenever they were.
	 */
	public static final String TOTP_FAILURES = "totp-failures";

	/**
	 * The name of the limit on wrong passwords of a user in a row, whenever they were.
	 */
	public static final String PASSWORD_FAILURES = "password-failures";

	/**
	 * Return an event for a request that has had all the codes it takes.
	 * @param userId the user's id
	 * @param time when it happened
	 * @return the event
	 */
	public static LockedOutEvent ofRequest(String userId, Instant time) {
		return new LockedOutEvent(userId, REQUEST_ATTEMPTS, time);
	}

}
