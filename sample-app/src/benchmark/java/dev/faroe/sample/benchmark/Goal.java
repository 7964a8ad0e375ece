package dev.faroe.sample.benchmark;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What the throughput of one thing should be in terms of another, measured in the same
 * rounds.
 */
enum Goal {

	REJECTED_CREDENTIAL("rejected credential", "bare route", 0.9),

	USER("GET /users/[id]", "bare route, one query", 0.9),

	VERIFY_PASSWORD("verify-password", "bare hash, all processors", 0.95);

	private final String subject;

	private final String ceiling;

	private final double least;

	Goal(String subject, String ceiling, double least) {
		this.subject = subject;
		this.ceiling = ceiling;
		this.least = least;
	}

	double least() {
		return this.least;
	}

	/**
	 * Compare the two.
	 * @param samples what was measured, by name
	 * @return the medians of the ratios of all rounds, or nothing if one of the two was
	 * not measured
	 */
	Optional<Ratios> compare(Map<String, List<Sample>> samples) {
		List<Sample> subject = samples.get(this.subject);
		List<Sample> ceiling = samples.get(this.ceiling);
		return (subject != null && ceiling != null)
				? Optional.of(new Ratios(ratio(subject, ceiling, Sample::throughput),
						ratio(subject, ceiling, Sample::processorPerRequest)))
				: Optional.empty();
	}

	static double ratio(List<Sample> samples, List<Sample> others, ToDoubleFunction<Sample> value) {
		double[] ratios = new double[samples.size()];
		for (int i = 0; i < ratios.length; i++) {
			ratios[i] = value.applyAsDouble(samples.get(i)) / value.applyAsDouble(others.get(i));
		}
		return Report.median(ratios);
	}

	@Override
	public String toString() {
		return this.subject + " / " + this.ceiling;
	}

	/**
	 * How two things compare.
	 *
	 * @param throughput the ratio of the requests per second
	 * @param processor the ratio of the processor time of the server per request
	 */
	record Ratios(double throughput, double processor) {
	}

}
