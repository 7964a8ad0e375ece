package dev.faroe.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

import dev.faroe.password.argon2.Argon2Benchmark;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The Argon2 encoders, measured in turns, so that what else the machine does burdens all.
 * A round's numbers are comparable; those of different rounds need not be.
 *
 * @param nativeEngine Faroe's encoder with the native engine, by round
 * @param javaEngine Faroe's encoder with the Java engine, by round
 * @param springSecurity Spring Security's encoder, by round
 */
record Rounds(List<Measured> nativeEngine, List<Measured> javaEngine, List<Measured> springSecurity) {

	static Rounds of(int threads, Form form) throws RunnerException {
		Rounds rounds = new Rounds(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
		for (int round = 0; round < form.rounds(); round++) {
			rounds.nativeEngine.add(Measured.of(Argon2Benchmark.class, "nativeEngine", threads, form));
			rounds.javaEngine.add(Measured.of(Argon2Benchmark.class, "javaEngine", threads, form));
			rounds.springSecurity.add(Measured.of(Argon2Benchmark.class, "springSecurity", threads, form));
		}
		return rounds;
	}

	Measured nativeMedian() {
		return median(this.nativeEngine);
	}

	Measured javaMedian() {
		return median(this.javaEngine);
	}

	Measured springSecurityMedian() {
		return median(this.springSecurity);
	}

	/**
	 * Return the median of the rounds' ratios of the native engine to Spring Security.
	 */
	double nativeRatio() {
		return ratio(this.nativeEngine);
	}

	/**
	 * Return the median of the rounds' ratios of the Java engine to Spring Security.
	 */
	double javaRatio() {
		return ratio(this.javaEngine);
	}

	private double ratio(List<Measured> engine) {
		double[] ratios = new double[engine.size()];
		Arrays.setAll(ratios, (round) -> engine.get(round).nanos() / this.springSecurity.get(round).nanos());
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
