package dev.faroe.lockout;

import java.time.Instant;

import dev.faroe.event.LockedOutEvent;
import org.jspecify.annotations.Nullable;

/**
 * A limit of a user that is exhausted, so that the next attempt under it is refused.
 *
 * @param limit the name of the limit, the same as in a {@link LockedOutEvent} and in the
 * metric {@code faroe.rate.limit.hit}, such as {@code user-login}
 * @param until when an attempt is let through again, or {@code null} if no time helps, as
 * with {@link LockedOutEvent#PASSWORD_FAILURES} and {@link LockedOutEvent#TOTP_FAILURES}
 */
public record LockOut(String limit, @Nullable Instant until) {
}
