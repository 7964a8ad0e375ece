package dev.faroe.database;

import java.util.Locale;

/**
 * It is not clear which connection factory is Faroe's.
 */
final class ConnectionFactoryChoiceException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Problem problem;

	ConnectionFactoryChoiceException(Problem problem) {
		super("Faroe cannot choose a ConnectionFactory: " + problem.name().toLowerCase(Locale.ROOT).replace('_', ' '));
		this.problem = problem;
	}

	Problem problem() {
		return this.problem;
	}

	/**
	 * What there is to choose from.
	 */
	enum Problem {

		/** No connection factory, and no URL. */
		NONE,

		/** Several connection factories, none of them marked. */
		SEVERAL,

		/** A connection factory that is marked, and a URL. */
		URL_AND_MARK

	}

}
