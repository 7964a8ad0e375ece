package dev.faroe.ratelimit;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How often something may be tried.
 *
 * @param name the name of the limit, unique among all limits
 * @param kind how tokens come back
 * @param capacity the number of tokens, at least 1
 * @param period what it takes for one token of a bucket, or all tokens of a window, to
 * come back; positive, at most 36,500 days
 */
public record RateLimit(String name, Kind kind, int capacity, Duration period) {

	private static final Duration MAXIMUM_PERIOD = Duration.ofDays(36_500);

	public RateLimit {
		Assert.hasText(name, "name must not be empty");
		Assert.notNull(kind, "kind must not be null");
		Assert.isTrue(capacity > 0, () -> "the capacity of the limit " + name + " must be positive");
		Assert.isTrue(period.compareTo(MAXIMUM_PERIOD) <= 0,
				() -> "the period of the limit " + name + " must be at most " + MAXIMUM_PERIOD.toDays() + " days");
		Assert.isTrue(period.compareTo(Duration.ZERO) > 0,
				() -> "the period of the limit " + name + " must be positive");
	}

	/**
	 * How the tokens of a limit come back.
	 */
	public enum Kind {

		/** One token comes back every period, up to the capacity. */
		BUCKET,

		/** All tokens come back one period after the first was taken. */
		WINDOW

	}

	/**
	 * Return a limit that lets up to {@code capacity} attempts through at once, and one
	 * more every {@code period}.
	 * @param name the name of the limit
	 * @param capacity the number of tokens
	 * @param period what it takes for one token to come back
	 * @return the limit
	 */
	public static RateLimit bucket(String name, int capacity, Duration period) {
		return new RateLimit(name, Kind.BUCKET, capacity, period);
	}

	/**
	 * Return a limit that lets {@code capacity} attempts through in a {@code period} that
	 * starts with the first of them.
	 * @param name the name of the limit
	 * @param capacity the number of tokens
	 * @param period what it takes for all tokens to come back
	 * @return the limit
	 */
	public static RateLimit window(String name, int capacity, Duration period) {
		return new RateLimit(name, Kind.WINDOW, capacity, period);
	}

}
