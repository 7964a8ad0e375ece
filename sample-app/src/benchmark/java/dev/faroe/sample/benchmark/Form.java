package dev.faroe.sample.benchmark;

import java.time.Duration;

/**
 * How thoroughly to measure.
 *
 * @param rounds how often each thing is measured; the medians count
 * @param window how long each measurement takes
 * @param longestWarmUp when to go on with the next kind of requests although the
 * throughput is not flat yet
 * @param mostWarmUpTurns after how many turns of all kinds of requests to measure
 * although the servers still compile
 * @param soak how long the run takes that watches the memory
 */
record Form(int rounds, Duration window, Duration longestWarmUp, int mostWarmUpTurns, Duration soak) {

	static Form of(String name) {
		return switch (name) {
			case "full" -> new Form(7, Duration.ofSeconds(2), Duration.ofSeconds(15), 12, Duration.ofMinutes(10));
			case "short" -> new Form(1, Duration.ofMillis(400), Duration.ofSeconds(1), 0, Duration.ofSeconds(5));
			default -> throw new IllegalArgumentException("There is no form " + name + ", but full and short");
		};
	}

}
