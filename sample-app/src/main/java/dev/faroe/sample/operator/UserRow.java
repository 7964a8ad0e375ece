package dev.faroe.sample.operator;

import java.time.Instant;

import dev.faroe.user.User;
import org.jspecify.annotations.Nullable;

/**
 * What a list shows of a user, whose recovery code is nobody's business.
 *
 * @param id the id
 * @param email the address, or {@code null}
 * @param emailVerified whether the user has proved to own it
 * @param createdAt when the user was created
 */
public record UserRow(String id, @Nullable String email, boolean emailVerified, Instant createdAt) {

	static UserRow of(User user) {
		return new UserRow(user.id(), user.email(), user.emailVerified(), user.createdAt());
	}

	/**
	 * Return a text without the address: the model of a page can get into a log.
	 */
	@Override
	public String toString() {
		return "UserRow[id=%s]".formatted(this.id);
	}

}
