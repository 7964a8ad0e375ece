package dev.faroe.password.argon2;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Hands out the memory of hashes, no more at a time than the heap has room for, and keeps
 * it for the next ones: a system takes about as long to hand out fresh memory, and the
 * collector to clear it, as a third of a hash takes. As much is kept as there were hashes
 * at once. What none has used for a while is dropped. Whatever is dropped is wiped, for
 * the memory of a hash saves who guesses the password most of the work.
 */
final class KeptMemory {

	static final Duration IDLE = Duration.ofSeconds(30);

	/** More memory than this for one hash is not kept: 64 MiB, in blocks. */
	static final int MAXIMUM_SIZE = 1 << 16;

	private final int limit;

	private final int budget;

	private final Semaphore free;

	private final AtomicInteger waiting = new AtomicInteger();

	private final LongSupplier nanoTime;

	private final Executor later;

	private final ConcurrentLinkedDeque<Kept> kept = new ConcurrentLinkedDeque<>();

	private final AtomicInteger count = new AtomicInteger();

	private final AtomicBoolean sweeping = new AtomicBoolean();

	KeptMemory() {
		this(Runtime.getRuntime().availableProcessors(), halfOfTheHeap(), System::nanoTime,
				CompletableFuture.delayedExecutor(IDLE.toNanos(), TimeUnit.NANOSECONDS));
	}

	/**
	 * Create a store.
	 * @param limit how many pieces of memory are kept
	 * @param budget how many blocks there are at a time, kept or in use
	 * @param nanoTime tells the time
	 * @param later runs something when {@link #IDLE} is over
	 */
	KeptMemory(int limit, int budget, LongSupplier nanoTime, Executor later) {
		this.limit = limit;
		this.budget = budget;
		this.free = new Semaphore(budget, true);
		this.nanoTime = nanoTime;
		this.later = later;
	}

	private static int halfOfTheHeap() {
		return (int) Math.min(Runtime.getRuntime().maxMemory() / 2 / (Argon2Memory.BLOCK * Long.BYTES),
				Integer.MAX_VALUE);
	}

	/**
	 * Take memory that nothing else uses, and wait for it where the heap has no room. A
	 * hash that is greater than the room for all of them waits until it is alone.
	 * @param size the number of blocks that it has at least
	 */
	Argon2Memory take(int size) {
		Kept last = this.kept.pollFirst();
		if (last != null) {
			this.count.decrementAndGet();
			if (size <= last.memory().size() && last.memory().size() / 2 <= size) {
				return last.memory();
			}
			drop(last.memory());
		}
		int permits = Math.min(size, this.budget);
		if (this.free.hasQueuedThreads() || !this.free.tryAcquire(permits)) {
			this.waiting.incrementAndGet();
			try {
				dropAll();
				this.free.acquireUninterruptibly(permits);
			}
			finally {
				this.waiting.decrementAndGet();
			}
		}
		boolean taken = false;
		try {
			Argon2Memory memory = new Argon2Memory(size);
			taken = true;
			return memory;
		}
		finally {
			if (!taken) {
				this.free.release(permits);
			}
		}
	}

	/**
	 * Give memory back. The hash is complete: nothing that goes wrong here is its matter.
	 */
	void giveBack(Argon2Memory memory) {
		if (memory.size() > MAXIMUM_SIZE) {
			drop(memory);
			return;
		}
		if (this.count.incrementAndGet() > this.limit) {
			this.count.decrementAndGet();
			drop(memory);
			return;
		}
		try {
			this.kept.addFirst(new Kept(memory, this.nanoTime.getAsLong()));
		}
		catch (OutOfMemoryError ex) {
			this.count.decrementAndGet();
			drop(memory);
			return;
		}
		if (this.waiting.get() > 0) {
			dropAll();
		}
		sweepLater();
	}

	/**
	 * Return how many pieces of memory are kept.
	 */
	int count() {
		return this.count.get();
	}

	/**
	 * Return how many blocks could be taken without waiting.
	 */
	int free() {
		return this.free.availablePermits();
	}

	private void drop(Argon2Memory memory) {
		memory.wipe();
		this.free.release(Math.min(memory.size(), this.budget));
	}

	private void dropAll() {
		for (Kept oldest = this.kept.pollLast(); oldest != null; oldest = this.kept.pollLast()) {
			this.count.decrementAndGet();
			drop(oldest.memory());
		}
	}

	private void sweepLater() {
		if (this.sweeping.compareAndSet(false, true)) {
			try {
				this.later.execute(this::sweep);
			}
			catch (RuntimeException | OutOfMemoryError ex) {
				// The next hash tries again.
				this.sweeping.set(false);
			}
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
			drop(oldest.memory());
		}
	}

	private record Kept(Argon2Memory memory, long since) {
	}

}
