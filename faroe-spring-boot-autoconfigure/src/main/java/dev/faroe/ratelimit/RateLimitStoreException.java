package dev.faroe.ratelimit;

import java.util.Locale;

/**
 * The rate limits are to be counted in Redis, and something for it is missing.
 */
public final class RateLimitStoreException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Problem problem;

	/**
	 * Create an exception.
	 * @param problem what is missing
	 */
	public RateLimitStoreException(Problem problem) {
		super("Faroe has no " + problem.name().toLowerCase(Locale.ROOT) + " for rate limits in Redis");
		this.problem = problem;
	}

	/**
	 * Return what is missing.
	 * @return the problem
	 */
	public Problem problem() {
		return this.problem;
	}

	/**
	 * What is missing.
	 */
	public enum Problem {

		/** Spring Data Redis or Lettuce. */
		CLASSES,

		/** One connection factory of Lettuce. */
		CONNECTION

	}

}
