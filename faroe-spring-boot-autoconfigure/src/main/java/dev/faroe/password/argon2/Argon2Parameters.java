package dev.faroe.password.argon2;

import org.springframework.util.Assert;

/**
 * The costs of an Argon2 hash. The defaults are the ones that OWASP recommends. The upper
 * bounds keep a mistyped setting, or a damaged or hostile stored hash, from taking all of
 * a server's memory or time; they are far above what a server that answers people can
 * afford.
 *
 * @param memory the memory in KiB, from 8 times the parallelism to
 * {@value #MAXIMUM_MEMORY}
 * @param iterations the number of passes over the memory, at least 1. Memory and
 * iterations are also bounded together: their product is at most {@value #MAXIMUM_WORK}
 * KiB
 * @param parallelism the number of lanes, from 1 to {@value #MAXIMUM_PARALLELISM}
 */
public record Argon2Parameters(int memory, int iterations, int parallelism) {

	/** The memory of the default parameters, in KiB. */
	public static final int DEFAULT_MEMORY = 19456;

	/** The number of passes of the default parameters. */
	public static final int DEFAULT_ITERATIONS = 2;

	/** The number of lanes of the default parameters. */
	public static final int DEFAULT_PARALLELISM = 1;

	/** The most memory that a hash can use, in KiB: 1 GiB. */
	public static final int MAXIMUM_MEMORY = 1 << 20;

	/** The most that memory, in KiB, times iterations can be: 16 passes over 1 GiB. */
	public static final int MAXIMUM_WORK = 1 << 24;

	/** The most lanes that a hash can use. */
	public static final int MAXIMUM_PARALLELISM = 255;

	/** The least memory for each lane, in KiB. */
	private static final int MINIMUM_MEMORY_PER_LANE = 8;

	/**
	 * Create parameters.
	 * @param memory the memory in KiB
	 * @param iterations the number of passes over the memory
	 * @param parallelism the number of lanes
	 * @throws IllegalArgumentException if a parameter is out of bounds
	 */
	public Argon2Parameters {
		Assert.isTrue(parallelism >= 1 && parallelism <= MAXIMUM_PARALLELISM,
				"parallelism must be between 1 and " + MAXIMUM_PARALLELISM);
		Assert.isTrue(memory >= MINIMUM_MEMORY_PER_LANE * parallelism && memory <= MAXIMUM_MEMORY,
				"memory must be between 8 times the parallelism and " + MAXIMUM_MEMORY + " KiB");
		Assert.isTrue(iterations >= 1, "iterations must be at least 1");
		Assert.isTrue((long) memory * iterations <= MAXIMUM_WORK,
				"memory times iterations must be at most " + MAXIMUM_WORK + " KiB");
	}

	/**
	 * Return the parameters that OWASP recommends: 19 MiB, 2 iterations, 1 lane.
	 * @return the default parameters
	 */
	public static Argon2Parameters defaults() {
		return new Argon2Parameters(DEFAULT_MEMORY, DEFAULT_ITERATIONS, DEFAULT_PARALLELISM);
	}

}
