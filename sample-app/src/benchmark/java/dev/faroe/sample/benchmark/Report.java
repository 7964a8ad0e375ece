package dev.faroe.sample.benchmark;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Prints what was measured, as Markdown.
 */
final class Report {

	private final PrintStream out;

	Report(PrintStream out) {
		this.out = out;
	}

	void warmedUp(Subject subject, List<Sample> samples) {
		Sample first = samples.get(0);
		Sample last = samples.get(samples.size() - 1);
		print("Warmed up %s for %d s: from %.0f to %.0f requests/s, from %.0f to %.0f µs of processor time each",
				subject.name(), samples.size(), first.throughput(), last.throughput(), first.processorPerRequest(),
				last.processorPerRequest());
	}

	void warmedUpInTurns(List<Duration> compiling) {
		print("Warmed up all in %d turns; the most that compilers used in one second of each turn, in ms: %s",
				compiling.size(), compiling.stream().map(Duration::toMillis).toList());
	}

	void requests(int connections, Map<String, List<Sample>> samples) {
		print("%n| %d connections | Requests/s | p50 | p99 | Processor time | Refused |", connections);
		print("| --- | --- | --- | --- | --- | --- |");
		samples.forEach((name, values) -> print("| %s | %,.0f | %.2f ms | %.2f ms | %,.0f µs | %s |", name,
				median(values, Sample::throughput), median(values, Sample::p50) / 1e3,
				median(values, Sample::p99) / 1e3, median(values, Sample::processorPerRequest), refused(values)));
		print("%n| Ratio, %d connections | Target | Requests/s | Processor time |", connections);
		print("| --- | --- | --- | --- |");
		for (Goal goal : Goal.values()) {
			goal.compare(samples)
				.ifPresent((ratios) -> print("| %s | %.2f | %.2f | %.2f |", goal, goal.least(), ratios.throughput(),
						ratios.processor()));
		}
	}

	private static String refused(List<Sample> samples) {
		double share = median(samples, (sample) -> sample.refused() / (double) sample.requests());
		return (share > 0) ? String.format(Locale.ROOT, "%.0f %%", 100 * share) : "";
	}

	void saturation(int readers, List<Sample> alone, List<Sample> beside, List<Sample> logIns) {
		print("%n| GET /users/[id], %d connections | Requests/s | p50 | p99 |", readers);
		print("| --- | --- | --- | --- |");
		print("| alone | %,.0f | %.2f ms | %.2f ms |", median(alone, Sample::throughput),
				median(alone, Sample::p50) / 1e3, median(alone, Sample::p99) / 1e3);
		print("| beside %.0f log-ins/s | %,.0f | %.2f ms | %.2f ms |", median(logIns, Sample::throughput),
				median(beside, Sample::throughput), median(beside, Sample::p50) / 1e3,
				median(beside, Sample::p99) / 1e3);
		print("| ratio, at most 3 | | %.2f | %.2f |", Goal.ratio(beside, alone, Sample::p50),
				Goal.ratio(beside, alone, Sample::p99));
	}

	void listing(Listing.Part part, List<Double> few, List<Double> many) {
		double[] ratios = new double[few.size()];
		for (int i = 0; i < ratios.length; i++) {
			ratios[i] = many.get(i) / few.get(i);
		}
		print("%n| Statement | 1,000 users | 1,000,000 users | Ratio |%n| --- | --- | --- | --- |");
		print("| %s | %.2f ms | %.2f ms | %.2f |", part,
				median(few.stream().mapToDouble(Double::doubleValue).toArray()) / 1e3,
				median(many.stream().mapToDouble(Double::doubleValue).toArray()) / 1e3, median(ratios));
	}

	void memory(Duration duration, long requests, List<Long> memory) {
		print("%nResident memory in MiB, at %d points of %d s with %,d requests: %s", memory.size(),
				duration.toSeconds(), requests, memory);
	}

	static double median(List<Sample> samples, ToDoubleFunction<Sample> value) {
		return median(samples.stream().mapToDouble(value).toArray());
	}

	static double median(double... values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

	void print(String format, Object... arguments) {
		this.out.printf(Locale.ROOT, format + "%n", arguments);
	}

}
