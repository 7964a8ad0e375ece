package dev.faroe.sample.benchmark;

import java.time.Duration;

/**
 * What one measurement came to.
 *
 * @param requests the number of answers
 * @param refused how many of them said that the server has too much to do
 * @param time how long it took
 * @param p50 the median time to answer, in microseconds
 * @param p99 the 99th percentile of the time to answer, in microseconds
 * @param processor the processor time of the server
 */
record Sample(long requests, long refused, Duration time, double p50, double p99, Duration processor) {

	/**
	 * Requests per second.
	 */
	double throughput() {
		return this.requests / (this.time.toNanos() / 1e9);
	}

	/**
	 * Processor time of the server per request, in microseconds.
	 */
	double processorPerRequest() {
		return this.processor.toNanos() / 1e3 / this.requests;
	}

}
