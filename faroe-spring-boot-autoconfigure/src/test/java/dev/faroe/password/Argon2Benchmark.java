package dev.faroe.password;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * How long a hash takes in the native engine and in Spring Security's own encoder, which
 * uses Bouncy Castle, with the same parameters. The two are measured in turns, each time
 * in a fresh JVM, so that what else the machine does burdens both.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 2, time = 2)
@Fork(value = 1, jvmArgsAppend = { "-Xms1g", "-Xmx1g" })
public class Argon2Benchmark {

	private static final int ROUNDS = 5;

	private static final String PASSWORD = "correct horse battery staple";

	@Benchmark
	public Object nativeEngine(Native state) {
		return state.encoder.encode(PASSWORD);
	}

	@Benchmark
	public Object springSecurity(Spring state) {
		return state.encoder.encode(PASSWORD);
	}

	/**
	 * Run the benchmark and print tables.
	 * @param args not used
	 * @throws RunnerException if the benchmark cannot run
	 */
	public static void main(String[] args) throws RunnerException {
		List<String> summary = new ArrayList<>();
		System.out.printf("Java %s, %s, %d processors%n%n", Runtime.version(), System.getProperty("os.arch"),
				Runtime.getRuntime().availableProcessors());
		System.out.println("| Threads | Round | Native | Spring Security | Ratio |\n| --- | --- | --- | --- | --- |");
		for (int threads = 1; threads <= 2; threads++) {
			double[] nativeEngine = new double[ROUNDS];
			double[] springSecurity = new double[ROUNDS];
			double[] ratio = new double[ROUNDS];
			for (int round = 0; round < ROUNDS; round++) {
				nativeEngine[round] = measure("nativeEngine", threads);
				springSecurity[round] = measure("springSecurity", threads);
				ratio[round] = nativeEngine[round] / springSecurity[round];
				System.out.printf(Locale.ROOT, "| %d | %d | %.1f ms | %.1f ms | %.2f |%n", threads, round + 1,
						nativeEngine[round], springSecurity[round], ratio[round]);
			}
			summary.add(String.format(Locale.ROOT, "| %d | %.1f ms | %.1f ms | %.2f |", threads, median(nativeEngine),
					median(springSecurity), median(ratio)));
		}
		System.out.println("\nTime of one hash on one thread, medians:\n");
		System.out.println("| Threads | Native | Spring Security | Ratio |\n| --- | --- | --- | --- |");
		summary.forEach(System.out::println);
	}

	private static double measure(String benchmark, int threads) throws RunnerException {
		return new Runner(new OptionsBuilder().include(Argon2Benchmark.class.getName() + "." + benchmark)
			.threads(threads)
			.verbosity(VerboseMode.SILENT)
			.shouldFailOnError(true)
			.build()).runSingle().getPrimaryResult().getStatistics().getPercentile(50);
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

	/**
	 * Faroe's encoder with the native engine.
	 */
	@State(Scope.Benchmark)
	public static class Native {

		final PasswordEncoder encoder = new Argon2idPasswordEncoder(Argon2Parameters.defaults(), Argon2Engine.NATIVE);

	}

	/**
	 * Spring Security's encoder.
	 */
	@State(Scope.Benchmark)
	public static class Spring {

		final PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, Argon2Parameters.DEFAULT_PARALLELISM,
				Argon2Parameters.DEFAULT_MEMORY, Argon2Parameters.DEFAULT_ITERATIONS);

	}

}
