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
 * @param sessionsSince the time before which no session of the user counts
 * @param disabled whether the user may not log in
 */
public record User(String id, Instant createdAt, @Nullable String email, boolean emailVerified, Secret recoveryCode,
		Set<String> secondFactors, Instant sessionsSince, boolean disabled) {

	public User {
		secondFactors = Set.copyOf(secondFactors);
	}

	/**
	 * Create a user whose sessions have never ended, and who may log in.
	 * @param id the id
	 * @param createdAt when the user was created
	 * @param email the email address, or {@code null} for a user without one
	 * @param emailVerified whether the user has proved to own the email address
	 * @param recoveryCode the recovery code
	 * @param secondFactors the kinds of second factors that the user has
	 */
	public User(String id, Instant createdAt, @Nullable String email, boolean emailVerified, Secret recoveryCode,
			Set<String> secondFactors) {
		this(id, createdAt, email, emailVerified, recoveryCode, secondFactors, Instant.EPOCH, false);
	}

	/**
	 * Tell whether a password alone does not do for the user.
	 * @return whether the user has a second factor
	 */
	public boolean hasSecondFactor() {
		return !this.secondFactors.isEmpty();
	}
}
