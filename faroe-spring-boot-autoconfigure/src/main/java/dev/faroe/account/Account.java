package dev.faroe.account;

import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * The row of a user that is locked.
 *
 * @param id the user's id
 * @param email the email address, or {@code null} for a user without one
 */
@Table("user")
public record Account(@Id String id, @Nullable String email) {

	/**
	 * Return a text without the address.
	 */
	@Override
	public String toString() {
		return "Account[id=%s]".formatted(this.id);
	}

}
