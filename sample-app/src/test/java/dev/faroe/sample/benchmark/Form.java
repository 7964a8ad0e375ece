package dev.faroe.sample.benchmark;

import java.time.Duration;

/**
 * How thoroughly to measure.
 *
 * @param rounds how often each thing is measured; the medians count
 * @param window how long each measurement takes
 * @param longestWarmUp when to measure although the throughput is not flat yet
 * @param soak how long the run takes that watches the memory
 */
record Form(int rounds, Duration window, Duration longestWarmUp, Duration soak) {

	static Form of(String name) {
		return switch (name) {
			case "full" -> new Form(5, Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofMinutes(10));
			case "short" -> new Form(1, Duration.ofMillis(700), Duration.ofSeconds(2), Duration.ofSeconds(5));
			default -> throw new IllegalArgumentException("There is no form " + name + ", but full and short");
		};
	}

}
