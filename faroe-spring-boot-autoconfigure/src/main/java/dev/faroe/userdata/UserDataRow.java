package dev.faroe.userdata;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * Those columns of a user that the user may see: no statement here reads any other.
 *
 * @param id the id
 * @param createdAt when the user was created, in whole seconds
 * @param email the email address, or {@code null} for a user without one
 * @param emailVerified whether somebody has proved to own the address
 * @param disabledAt since when the user may not log in, or {@code null} for a user who
 * may
 * @param sessionsSince the time before which no session of the user counts, in
 * milliseconds since 1970, or 0
 */
@Table("user")
record UserDataRow(@Id String id, Instant createdAt, @Nullable String email, boolean emailVerified,
		@Nullable Instant disabledAt, long sessionsSince) {

	UserData.Account account() {
		return new UserData.Account(this.id, this.createdAt, this.email, this.emailVerified, this.disabledAt,
				(this.sessionsSince != 0) ? Instant.ofEpochMilli(this.sessionsSince) : null);
	}

	/**
	 * Return a text without the address.
	 */
	@Override
	public String toString() {
		return "UserDataRow[id=%s]".formatted(this.id);
	}

}
