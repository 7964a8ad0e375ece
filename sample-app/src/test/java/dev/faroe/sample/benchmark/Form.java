package dev.faroe.sample.benchmark;

import java.time.Duration;

/**
 * How thoroughly to measure.
 *
 * @param rounds how often each thing is measured; the medians count
 * @param window how long each measurement takes
 * @param longestWarmUp when to measure although the throughput is not flat yet
 * @param soak how long the run takes that watches the memory
 * @param startUps how often each application is started
 */
record Form(int rounds, Duration window, Duration longestWarmUp, Duration soak, int startUps) {

	static Form of(String name) {
		return switch (name) {
			case "full" -> new Form(7, Duration.ofSeconds(3), Duration.ofSeconds(60), Duration.ofMinutes(10), 5);
			case "tuning" -> new Form(4, Duration.ofSeconds(2), Duration.ofSeconds(18), Duration.ofSeconds(20), 1);
			case "short" -> new Form(2, Duration.ofSeconds(1), Duration.ofSeconds(8), Duration.ofSeconds(20), 1);
			default -> throw new IllegalArgumentException("There is no form " + name + ", but full and short");
		};
	}

}
