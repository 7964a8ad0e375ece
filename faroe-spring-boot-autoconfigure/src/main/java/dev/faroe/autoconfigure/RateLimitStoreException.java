package dev.faroe.autoconfigure;

import java.util.Locale;

/**
 * The rate limits are to be counted in Redis, and something for it is missing.
 */
final class RateLimitStoreException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Problem problem;

	RateLimitStoreException(Problem problem) {
		super("Faroe has no " + problem.name().toLowerCase(Locale.ROOT) + " for rate limits in Redis");
		this.problem = problem;
	}

	Problem problem() {
		return this.problem;
	}

	/**
	 * What is missing.
	 */
	enum Problem {

		/** Spring Data Redis, Lettuce, or Bucket4j's support for it. */
		CLASSES,

		/** One connection factory of Lettuce. */
		CONNECTION

	}

}
