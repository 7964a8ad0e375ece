package dev.faroe.user;

import java.time.Instant;

import dev.faroe.secondfactor.SecondFactors;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

import static java.util.Objects.requireNonNull;

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
 * @param sessionsSince the time before which no session of the user counts, in
 * milliseconds since 1970
 * @param disabled whether the user may not log in
 */
@Table("user")
record StoredUser(@Id String id, Instant createdAt, @Nullable String email, boolean emailVerified, String recoveryCode,
		String secondFactors, long sessionsSince, boolean disabled) {

	/**
	 * Return a text without the recovery code.
	 */
	@Override
	public String toString() {
		return "StoredUser[id=%s]".formatted(this.id);
	}

	/**
	 * Return what every statement that reads users starts with.
	 * @param factors the second factors
	 */
	static String select(SecondFactors factors) {
		return """
				SELECT id, created_at, email, email_verified, recovery_code, %s AS second_factors, sessions_since,
				disabled_at IS NOT NULL AS disabled FROM {user}""".formatted(factors.typesOf("{user}.id"));
	}

	static StoredUser read(Readable row) {
		return new StoredUser(requireNonNull(row.get(0, String.class)),
				Instant.ofEpochSecond(requireNonNull(row.get(1, Long.class))), row.get(2, String.class),
				requireNonNull(row.get(3, Boolean.class)), requireNonNull(row.get(4, String.class)),
				requireNonNull(row.get(5, String.class)), requireNonNull(row.get(6, Long.class)),
				requireNonNull(row.get(7, Boolean.class)));
	}

}
