package dev.faroe.ratelimit;

import java.util.List;
import java.util.Set;

import dev.faroe.event.FaroeEvents;
import dev.faroe.event.LockedOutEvent;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a {@link LockedOutEvent} for each attempt that a limit refuses.
 */
public final class LockedOutPublisher implements RateLimitListener {

	private final FaroeEvents events;

	private final Set<RateLimit> userLimits;

	/**
	 * Create a publisher.
	 * @param events what publishes
	 * @param limits the limits
	 */
	public LockedOutPublisher(FaroeEvents events, RateLimits limits) {
		this.events = events;
		this.userLimits = Set.copyOf(List.of(limits.userLogin(), limits.emailRequest(), limits.verifyEmail(),
				limits.passwordReset(), limits.totp(), limits.recoveryCode()));
	}

	/**
	 * The key of a limit on users is the id of a user. Other keys are addresses, which
	 * stay here.
	 */
	@Override
	public void refused(RateLimit limit, String key) {
		String userId = this.userLimits.contains(limit) ? key : null;
		publish(limit, userId);
	}

	private void publish(RateLimit limit, @Nullable String userId) {
		this.events.publishNow((time) -> new LockedOutEvent(userId, limit.name(), time));
	}

}
