package dev.faroe.account;

import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * The row of a user that is locked.
 *
 * @param id the user's id
 * @param email the email address, or {@code null} for a user without one
 * @param sessionsSince the time before which no session of the user counts, in
 * milliseconds since 1970: another one with every change that ends sessions
 */
@Table("user")
public record Account(@Id String id, @Nullable String email, long sessionsSince) {

	/**
	 * Return a text without the address.
	 */
	@Override
	public String toString() {
		return "Account[id=%s]".formatted(this.id);
	}

}
