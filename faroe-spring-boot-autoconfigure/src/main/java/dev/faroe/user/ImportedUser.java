package dev.faroe.user;

import java.time.Instant;

import dev.faroe.security.Secret;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A user of another system, to be imported.
 *
 * @param id 24 characters, see {@link dev.faroe.security.TokenGenerator#isId}, or
 * {@code null} for a new id
 * @param createdAt when the user was created, from 1970 to 9999; fractions of a second
 * are cut off
 * @param email the email address, or {@code null} for a user without one
 * @param emailVerified whether the user has proved to own the email address; only with
 * one
 * @param passwordHash the hash of the password: an Argon2 PHC string, or a hash in the
 * form of Spring Security's delegating encoder, see
 * {@link dev.faroe.password.hashing.MigratingPasswordEncoder}
 * @param recoveryCode 8 characters, see {@link dev.faroe.security.TokenGenerator#isCode},
 * or {@code null} for a new code
 */
public record ImportedUser(@Nullable String id, Instant createdAt, @Nullable String email, boolean emailVerified,
		Secret passwordHash, @Nullable Secret recoveryCode) {

	/** The last second of the year 9999. */
	private static final long LAST_SECOND = 253_402_300_799L;

	public ImportedUser {
		Assert.notNull(createdAt, "createdAt must not be null");
		Assert.notNull(passwordHash, "passwordHash must not be null");
	}

	/**
	 * Describe a user with secrets that are texts.
	 * @param id the id, or {@code null} for a new id
	 * @param createdAt when the user was created, from 1970 to 9999
	 * @param email the email address, or {@code null}
	 * @param emailVerified whether the user has proved to own the email address
	 * @param passwordHash the hash of the password
	 * @param recoveryCode the recovery code, or {@code null} for a new code
	 */
	public ImportedUser(@Nullable String id, Instant createdAt, @Nullable String email, boolean emailVerified,
			String passwordHash, @Nullable String recoveryCode) {
		this(id, createdAt, email, emailVerified, Secret.of(passwordHash),
				(recoveryCode != null) ? Secret.of(recoveryCode) : null);
	}

	/**
	 * Tell whether something can have been created at a time.
	 * @param time the time
	 * @return whether it is from 1970 to 9999
	 */
	public static boolean isPlausible(Instant time) {
		return time.getEpochSecond() >= 0 && time.getEpochSecond() <= LAST_SECOND;
	}

}
