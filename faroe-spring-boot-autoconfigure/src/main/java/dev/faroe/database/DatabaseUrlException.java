package dev.faroe.database;

/**
 * The URL of Faroe's own database does not lead to one.
 */
final class DatabaseUrlException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	/**
	 * Create an exception.
	 * @param problem what is wrong with the URL, without the URL
	 */
	DatabaseUrlException(String problem) {
		super("faroe.r2dbc.url leads to no database: " + problem);
		this.problem = problem;
	}

	String problem() {
		return this.problem;
	}

}
