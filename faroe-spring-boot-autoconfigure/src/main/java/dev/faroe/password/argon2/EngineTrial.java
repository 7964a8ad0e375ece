package dev.faroe.password.argon2;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Compares engines by letting each hash with the parameters and on the threads that
 * hashes will have: what decides, the processor, the pages of memory and the compiler,
 * can hardly be asked for.
 *
 * @param settings what to compute
 * @param executor what computes
 * @param threads how many threads that has
 */
record EngineTrial(Argon2Settings settings, Executor executor, int threads) {

	/** Enough for the compiler, and to get the memory that an engine keeps. */
	private static final int WARM_UP = 6;

	private static final int TURNS = 8;

	private static final int HASHES = 4;

	/** Where hashes are slow, none begins after this in a turn, but for the first. */
	private static final long LONGEST_TURN = TimeUnit.MILLISECONDS.toNanos(500);

	/** For all hashes of a turn, and those that are queued before them. */
	private static final long TIMEOUT_SECONDS = 60;

	/** No turn begins after this, but for the first of each engine. */
	private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);

	/**
	 * Let the engines hash in turns, for the machine may do something else meanwhile, and
	 * take the best turn of each.
	 * @return the hashes a second of all threads together; nothing of an engine that
	 * failed, and nothing at all if the threads had no time
	 */
	Map<Argon2Engine, Double> run(Map<Argon2Engine, Argon2Function> engines) {
		Map<Argon2Engine, Argon2Function> working = new EnumMap<>(engines);
		Map<Argon2Engine, Double> speeds = new EnumMap<>(Argon2Engine.class);
		long start = System.nanoTime();
		try {
			takeTurns(working, WARM_UP, new EnumMap<>(Argon2Engine.class));
			for (int turn = 0; turn < TURNS && (turn == 0 || System.nanoTime() - start < LONGEST); turn++) {
				takeTurns(working, HASHES, speeds);
			}
			speeds.keySet().retainAll(working.keySet());
			return speeds;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Map.of();
		}
		catch (TimeoutException | RejectedExecutionException ex) {
			return Map.of();
		}
	}

	private void takeTurns(Map<Argon2Engine, Argon2Function> working, int hashes, Map<Argon2Engine, Double> speeds)
			throws InterruptedException, TimeoutException {
		for (Map.Entry<Argon2Engine, Argon2Function> engine : List.copyOf(working.entrySet())) {
			try {
				speeds.merge(engine.getKey(), turn(engine.getValue(), hashes), Math::max);
			}
			catch (ExecutionException ex) {
				// Without memory, for example. The others have to do.
				working.remove(engine.getKey());
			}
		}
	}

	private double turn(Argon2Function function, int hashes)
			throws InterruptedException, ExecutionException, TimeoutException {
		CompletableFuture<Double> sum = Stream
			.generate(() -> CompletableFuture.supplyAsync(() -> speed(function, hashes), this.executor))
			.limit(this.threads)
			.reduce(CompletableFuture.completedFuture(0.0), (all, one) -> all.thenCombine(one, Double::sum));
		try {
			return sum.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
		finally {
			sum.cancel(false);
		}
	}

	private double speed(Argon2Function function, int hashes) {
		byte[] salt = new byte[this.settings.saltLength()];
		byte[] password = { 1 };
		long start = System.nanoTime();
		int count = 0;
		do {
			function.hash(password, salt, this.settings);
			count++;
		}
		while (count < hashes && System.nanoTime() - start < LONGEST_TURN);
		return count * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start);
	}

}
