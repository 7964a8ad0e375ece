package dev.faroe.delivery;

import java.time.Duration;

/**
 * How often and when a delivery is tried.
 *
 * @param attempts the greatest number of attempts, at least 1
 * @param backoff the time between the first attempt and the second, twice as long before
 * each further one
 * @param maxBackoff the greatest time between two attempts
 */
record RetryPolicy(int attempts, Duration backoff, Duration maxBackoff) {

	/** Longer than any sensible backoff, and no overflow of a duration. */
	private static final int MAX_DOUBLINGS = 30;

	/**
	 * Return how long to wait after a number of attempts.
	 * @param attempts how many have failed, at least 1
	 */
	Duration delayAfter(int attempts) {
		Duration delay = this.backoff.multipliedBy(1L << Math.min(attempts - 1, MAX_DOUBLINGS));
		return (delay.compareTo(this.maxBackoff) < 0) ? delay : this.maxBackoff;
	}

}
