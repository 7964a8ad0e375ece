package dev.faroe.user;

import java.time.Instant;

import io.r2dbc.spi.Readable;

import static java.util.Objects.requireNonNull;

/**
 * What {@link UserRepository#SELECT} selects.
 */
final class UserRow {

	private UserRow() {
	}

	static StoredUser read(Readable row) {
		return new StoredUser(requireNonNull(row.get(0, String.class)),
				Instant.ofEpochSecond(requireNonNull(row.get(1, Long.class))), row.get(2, String.class),
				requireNonNull(row.get(3, Boolean.class)), requireNonNull(row.get(4, String.class)),
				requireNonNull(row.get(5, Boolean.class)));
	}

}
