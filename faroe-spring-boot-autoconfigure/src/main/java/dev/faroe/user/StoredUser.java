package dev.faroe.user;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A user in the database.
 *
 * @param id the id
 * @param createdAt when the user was created, in whole seconds
 * @param email the lower-cased email address, or {@code null} for a user without one
 * @param emailVerified whether the user has proved to own the email address
 * @param recoveryCode the recovery code, as {@link dev.faroe.security.StoredCodes} stores
 * it
 * @param secondFactors the kinds of second factors, with a space after each
 */
@Table("user")
record StoredUser(@Id String id, Instant createdAt, @Nullable String email, boolean emailVerified, String recoveryCode,
		String secondFactors) {

	/**
	 * Return a text without the recovery code.
	 */
	@Override
	public String toString() {
		return "StoredUser[id=%s]".formatted(this.id);
	}

}
