package dev.faroe.database;

/**
 * The connection factory leads to a database that Faroe has no schema for.
 */
final class UnsupportedDatabaseException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String database;

	UnsupportedDatabaseException(String database) {
		super("Faroe does not know the database " + database);
		this.database = database;
	}

	String database() {
		return this.database;
	}

}
