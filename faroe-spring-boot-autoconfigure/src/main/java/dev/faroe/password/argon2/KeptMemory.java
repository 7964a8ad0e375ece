package dev.faroe.password.argon2;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Keeps the memory of hashes for the next ones: a system takes about as long to hand out
 * fresh memory, and the collector to clear it, as a third of a hash takes. As much is
 * kept as there were hashes at once, and wiped and dropped when none has used it for a
 * while.
 */
final class KeptMemory {

	static final Duration IDLE = Duration.ofSeconds(30);

	/** More memory than this for one hash is not kept: 64 MiB, in blocks. */
	static final int MAXIMUM_SIZE = 1 << 16;

	private final int limit;

	private final LongSupplier nanoTime;

	private final Executor later;

	private final ConcurrentLinkedDeque<Kept> kept = new ConcurrentLinkedDeque<>();

	private final AtomicInteger count = new AtomicInteger();

	private final AtomicBoolean sweeping = new AtomicBoolean();

	KeptMemory() {
		this(Runtime.getRuntime().availableProcessors(), System::nanoTime,
				CompletableFuture.delayedExecutor(IDLE.toNanos(), TimeUnit.NANOSECONDS));
	}

	KeptMemory(int limit, LongSupplier nanoTime, Executor later) {
		this.limit = limit;
		this.nanoTime = nanoTime;
		this.later = later;
	}

	/**
	 * Take memory that nothing else uses.
	 * @param size the number of blocks that it has at least
	 */
	Argon2Memory take(int size) {
		Kept last = this.kept.pollFirst();
		if (last == null) {
			return new Argon2Memory(size);
		}
		this.count.decrementAndGet();
		return (last.memory().size() >= size) ? last.memory() : new Argon2Memory(size);
	}

	/**
	 * Give memory back.
	 */
	void giveBack(Argon2Memory memory) {
		if (memory.size() > MAXIMUM_SIZE) {
			return;
		}
		if (this.count.incrementAndGet() > this.limit) {
			this.count.decrementAndGet();
			return;
		}
		this.kept.addFirst(new Kept(memory, this.nanoTime.getAsLong()));
		sweepLater();
	}

	/**
	 * Return how many pieces of memory are kept.
	 */
	int count() {
		return this.count.get();
	}

	private void sweepLater() {
		if (this.sweeping.compareAndSet(false, true)) {
			this.later.execute(this::sweep);
		}
	}

	/**
	 * The longest unused is last.
	 */
	private void sweep() {
		this.sweeping.set(false);
		long now = this.nanoTime.getAsLong();
		for (Kept oldest = this.kept.pollLast(); oldest != null; oldest = this.kept.pollLast()) {
			if (now - oldest.since() < IDLE.toNanos()) {
				this.kept.addLast(oldest);
				sweepLater();
				return;
			}
			this.count.decrementAndGet();
			Arrays.fill(oldest.memory().blocks, 0);
		}
	}

	private record Kept(Argon2Memory memory, long since) {
	}

}
