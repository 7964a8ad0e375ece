package dev.faroe.sample.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.faroe.password.argon2.Argon2idPasswordEncoder;
import org.HdrHistogram.Histogram;

/**
 * What the fastest engine does on all processors when nothing else is done: in the
 * process of the benchmark, without a server.
 */
final class BareHash implements Subject {

	private static final long LONGEST_HASH = Duration.ofMinutes(1).toNanos();

	private final Argon2idPasswordEncoder encoder = new Argon2idPasswordEncoder();

	private final String hash = this.encoder.encode(Users.PASSWORD);

	BareHash() {
		int threads = Runtime.getRuntime().availableProcessors();
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		this.encoder.chooseEngine(executor, threads);
		executor.shutdown();
	}

	/**
	 * The hash of the password of every user.
	 */
	String hash() {
		return this.hash;
	}

	@Override
	public String name() {
		return "bare hash, all processors";
	}

	@Override
	public Sample measure(int connections, Duration window) {
		Histogram all = new Histogram(LONGEST_HASH, 3);
		Duration processorAtStart = processorTime();
		long start = System.nanoTime();
		List<CompletableFuture<Histogram>> threads = new ArrayList<>();
		for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
			CompletableFuture<Histogram> latencies = new CompletableFuture<>();
			threads.add(latencies);
			new Thread(() -> latencies.complete(verifyUntil(start + window.toNanos())), "bare-hash").start();
		}
		threads.forEach((latencies) -> all.add(latencies.join()));
		return new Sample(all.getTotalCount(), 0, Duration.ofNanos(System.nanoTime() - start),
				all.getValueAtPercentile(50) / 1e3, all.getValueAtPercentile(99) / 1e3,
				processorTime().minus(processorAtStart));
	}

	private Histogram verifyUntil(long end) {
		Histogram latencies = new Histogram(LONGEST_HASH, 3);
		while (System.nanoTime() < end) {
			long started = System.nanoTime();
			if (!this.encoder.matches(Users.PASSWORD, this.hash)) {
				throw new IllegalStateException("The password does not match its hash");
			}
			latencies.recordValue(Math.min(System.nanoTime() - started, LONGEST_HASH));
		}
		return latencies;
	}

	private static Duration processorTime() {
		return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
	}

}
