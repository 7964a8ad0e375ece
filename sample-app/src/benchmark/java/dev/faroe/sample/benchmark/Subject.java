package dev.faroe.sample.benchmark;

import java.time.Duration;

/**
 * Something that can be measured again and again.
 */
interface Subject {

	/**
	 * The name in the report.
	 */
	String name();

	/**
	 * Measure.
	 * @param connections how many requests there are at a time
	 * @param window how long to measure
	 * @return what it came to
	 */
	Sample measure(int connections, Duration window) throws InterruptedException;

}
