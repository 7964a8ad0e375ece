package dev.faroe.user;

import java.time.Instant;

import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;

/**
 * What {@link UserRepository#SELECT} selects.
 */
final class UserRow {

	private UserRow() {
	}

	static User read(Readable row) {
		return new User(required(row.get(0, String.class)), Instant.ofEpochSecond(required(row.get(1, Long.class))),
				row.get(2, String.class), required(row.get(3, Boolean.class)), required(row.get(4, String.class)),
				required(row.get(5, Boolean.class)));
	}

	private static <T> T required(@Nullable T value) {
		if (value == null) {
			throw new IllegalStateException("A column of a user is null");
		}
		return value;
	}

}
