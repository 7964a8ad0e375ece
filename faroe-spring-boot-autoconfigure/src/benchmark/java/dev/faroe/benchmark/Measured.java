package dev.faroe.benchmark;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What one operation takes on each thread.
 *
 * @param nanos the time, the median of the iterations, or of all operations where each is
 * timed
 * @param bytes what it allocates in the heap
 */
record Measured(double nanos, double bytes) {

	private static final String ALLOCATED = "gc.alloc.rate.norm";

	/**
	 * Measure in a JVM of its own.
	 */
	static Measured of(Class<?> benchmark, String method, int threads, Form form) throws RunnerException {
		RunResult result = new Runner(
				form.applyTo(new OptionsBuilder().include("^\\Q" + benchmark.getName() + "." + method + "\\E$"))
					.forks(1)
					.jvmArgsAppend("-Xms1g", "-Xmx1g")
					.threads(threads)
					.timeUnit(TimeUnit.NANOSECONDS)
					.addProfiler(GCProfiler.class)
					.verbosity(VerboseMode.SILENT)
					.shouldFailOnError(true)
					.build())
			.runSingle();
		return new Measured(median(result.getPrimaryResult()), median(allocated(result)));
	}

	private static Result<?> allocated(RunResult result) {
		for (Object secondary : result.getSecondaryResults().values()) {
			if (secondary instanceof Result<?> found && found.getLabel().endsWith(ALLOCATED)) {
				return found;
			}
		}
		throw new IllegalStateException("No " + ALLOCATED);
	}

	private static double median(Result<?> result) {
		return result.getStatistics().getPercentile(50);
	}

	String time() {
		if (this.nanos < 10_000) {
			return String.format(Locale.ROOT, "%.0f ns", this.nanos);
		}
		if (this.nanos < 10_000_000) {
			return String.format(Locale.ROOT, "%.1f µs", this.nanos / 1e3);
		}
		return String.format(Locale.ROOT, "%.1f ms", this.nanos / 1e6);
	}

	String allocated() {
		return String.format(Locale.ROOT, "%,.0f", this.bytes);
	}

}
