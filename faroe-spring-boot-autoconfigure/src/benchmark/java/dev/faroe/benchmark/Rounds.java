package dev.faroe.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

import dev.faroe.password.argon2.Argon2Benchmark;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The Argon2 encoders, measured in turns, so that what else the machine does burdens all.
 * A round's numbers are comparable; those of different rounds need not be.
 *
 * @param measured what was measured of each encoder, by round
 */
record Rounds(Map<String, List<Measured>> measured) {

	/** The benchmarks of Faroe's encoder, with the name of the engine. */
	static final Map<String, String> ENGINES = new TreeMap<>(
			Map.of("nativeEngine", "native engine", "javaEngine", "Java engine", "vectorEngine", "vector engine"));

	private static final String SPRING_SECURITY = "springSecurity";

	static Rounds of(int threads, Form form) throws RunnerException {
		Rounds rounds = new Rounds(new HashMap<>());
		for (int round = 0; round < form.rounds(); round++) {
			for (String engine : ENGINES.keySet()) {
				rounds.measure(engine, threads, form);
			}
			rounds.measure(SPRING_SECURITY, threads, form);
		}
		return rounds;
	}

	private void measure(String benchmark, int threads, Form form) throws RunnerException {
		this.measured.computeIfAbsent(benchmark, (name) -> new ArrayList<>())
			.add(Measured.of(Argon2Benchmark.class, benchmark, threads, form));
	}

	Measured median(String engine) {
		return median(this.measured.get(engine));
	}

	Measured springSecurityMedian() {
		return median(SPRING_SECURITY);
	}

	/**
	 * Return the median of the rounds' ratios of an engine to Spring Security.
	 */
	double ratio(String engine) {
		List<Measured> rounds = this.measured.get(engine);
		double[] ratios = new double[rounds.size()];
		Arrays.setAll(ratios,
				(round) -> rounds.get(round).nanos() / this.measured.get(SPRING_SECURITY).get(round).nanos());
		return median(ratios);
	}

	private static Measured median(List<Measured> measured) {
		return new Measured(median(measured, Measured::nanos), median(measured, Measured::bytes));
	}

	private static double median(List<Measured> measured, ToDoubleFunction<Measured> value) {
		return median(measured.stream().mapToDouble(value).toArray());
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

}
