package dev.faroe.account;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * The row of a user that is locked.
 *
 * @param id the user's id
 * @param email the email address, or {@code null} for a user without one
 * @param emailVerified whether somebody has proved to own the address
 * @param sessionsSince the time before which no session of the user counts, in
 * milliseconds since 1970: another one with every change that ends sessions
 * @param disabledAt since when the user may not log in, or {@code null} for a user who
 * may
 */
@Table("user")
public record Account(@Id String id, @Nullable String email, boolean emailVerified, long sessionsSince,
		@Nullable Instant disabledAt) {

	/**
	 * Tell whether the user may not log in.
	 * @return whether the user is disabled
	 */
	public boolean disabled() {
		return this.disabledAt != null;
	}

	/**
	 * Return a text without the address.
	 */
	@Override
	public String toString() {
		return "Account[id=%s]".formatted(this.id);
	}

}
