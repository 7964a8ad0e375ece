package dev.faroe.user;

import java.time.Instant;

import dev.faroe.secondfactor.SecondFactors;
import io.r2dbc.spi.Readable;

import static java.util.Objects.requireNonNull;

/**
 * How users are read.
 */
final class UserRow {

	private UserRow() {
	}

	/**
	 * Return what every statement that reads users starts with.
	 * @param factors the second factors
	 * @return the beginning of the statement, with names of tables in braces
	 */
	static String select(SecondFactors factors) {
		return "SELECT id, created_at, email, email_verified, recovery_code, %s AS second_factors FROM {user}"
			.formatted(factors.typesOf("{user}.id"));
	}

	static StoredUser read(Readable row) {
		return new StoredUser(requireNonNull(row.get(0, String.class)),
				Instant.ofEpochSecond(requireNonNull(row.get(1, Long.class))), row.get(2, String.class),
				requireNonNull(row.get(3, Boolean.class)), requireNonNull(row.get(4, String.class)),
				requireNonNull(row.get(5, String.class)));
	}

}
