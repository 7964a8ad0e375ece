package dev.faroe.accountstate;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What decides about the sessions of a user.
 *
 * @param userId the user's id
 * @param sessionsSince the time before which no session counts, in whole milliseconds:
 * another one with every change that ends sessions
 * @param secondFactors the kinds of second factors that the user has, such as
 * {@code totp}
 * @param disabledAt since when the user may not log in, in whole seconds, or {@code null}
 * for a user who may
 * @param disabledReason why, as told to {@link AccountStateService#disable}, or
 * {@code null}
 */
public record AccountState(String userId, Instant sessionsSince, Set<String> secondFactors,
		@Nullable Instant disabledAt, @Nullable String disabledReason) {

	public AccountState {
		secondFactors = Set.copyOf(secondFactors);
	}

	/**
	 * Tell whether the user may not log in.
	 * @return whether the user is disabled
	 */
	public boolean disabled() {
		return this.disabledAt != null;
	}

}
