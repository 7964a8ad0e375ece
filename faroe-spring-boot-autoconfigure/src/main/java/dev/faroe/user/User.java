package dev.faroe.user;

import java.time.Instant;
import java.util.Set;

import dev.faroe.security.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A user, as the model of that name in the REST API reference describes it.
 *
 * @param id 24 characters, see {@link dev.faroe.security.TokenGenerator#id()}
 * @param createdAt when the user was created, in whole seconds
 * @param email the lower-cased email address, or {@code null} for a user without one
 * @param emailVerified whether the user has proved to own the email address
 * @param recoveryCode the code that removes all second factors, see
 * {@link dev.faroe.security.TokenGenerator#code()}
 * @param secondFactors the kinds of second factors that the user has, such as
 * {@code totp}
 */
public record User(String id, Instant createdAt, @Nullable String email, boolean emailVerified, Secret recoveryCode,
		Set<String> secondFactors) {

	public User {
		secondFactors = Set.copyOf(secondFactors);
	}

	/**
	 * Tell whether a password alone does not do for the user.
	 * @return whether the user has a second factor
	 */
	public boolean hasSecondFactor() {
		return !this.secondFactors.isEmpty();
	}
}
