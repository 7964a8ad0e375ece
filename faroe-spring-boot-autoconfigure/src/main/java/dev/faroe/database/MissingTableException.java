package dev.faroe.database;

import org.jspecify.annotations.Nullable;

/**
 * A table is not in the database, or lacks a column.
 */
final class MissingTableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String table;

	private final @Nullable String column;

	MissingTableException(String table, @Nullable String column) {
		super("There is no " + ((column != null) ? "column " + column + " in the table " : "table ") + table);
		this.table = table;
		this.column = column;
	}

	String table() {
		return this.table;
	}

	@Nullable String column() {
		return this.column;
	}

}
