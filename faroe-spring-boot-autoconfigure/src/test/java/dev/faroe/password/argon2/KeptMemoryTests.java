package dev.faroe.password.argon2;

import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeptMemoryTests {

	private static final int BUDGET = 1000;

	private final AtomicLong now = new AtomicLong();

	private final Runnable[] sweep = new Runnable[1];

	private final KeptMemory memory = new KeptMemory(4, BUDGET, this.now::get, (next) -> this.sweep[0] = next);

	@Test
	void memoryIsKeptForTheNextHashOfItsSizeOrLess() {
		Argon2Memory first = this.memory.take(100);
		Argon2Memory second = this.memory.take(100);
		assertThat(second).isNotSameAs(first);
		this.memory.giveBack(first);
		this.memory.giveBack(second);
		assertThat(this.memory.take(99)).isSameAs(second);
		assertThat(this.memory.take(101).size()).isEqualTo(101);
		assertThat(this.memory.count()).isZero();
	}

	@Test
	void memoryOfGreatHashesIsNotKeptForSmallOnes() {
		this.memory.giveBack(this.memory.take(100));
		assertThat(this.memory.take(49).size()).isEqualTo(49);
		assertThat(this.memory.free()).isEqualTo(BUDGET - 49);
	}

	@Test
	void noMoreMemoryIsKeptThanTheLimitsAllow() {
		IntStream.range(0, 6).mapToObj((i) -> this.memory.take(8)).toList().forEach(this.memory::giveBack);
		assertThat(this.memory.count()).isEqualTo(4);
		assertThat(this.memory.free()).isEqualTo(BUDGET - 4 * 8);
		KeptMemory large = new KeptMemory(4, Integer.MAX_VALUE, System::nanoTime, Runnable::run);
		large.giveBack(large.take(KeptMemory.MAXIMUM_SIZE + 1));
		assertThat(large.count()).isZero();
		assertThat(large.free()).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void memoryThatNothingUsesIsDropped() {
		Argon2Memory idle = this.memory.take(8);
		Argon2Memory used = this.memory.take(8);
		this.memory.giveBack(idle);
		this.now.addAndGet(KeptMemory.IDLE.toNanos());
		this.memory.giveBack(used);
		this.sweep[0].run();
		assertThat(this.memory.count()).isOne();
		assertWiped(idle);
		this.now.addAndGet(KeptMemory.IDLE.toNanos());
		this.sweep[0].run();
		assertThat(this.memory.count()).isZero();
		assertThat(this.memory.free()).isEqualTo(BUDGET);
	}

	@Test
	void nothingIsDroppedWithoutBeingWiped() {
		Argon2Memory tooSmall = used(8);
		this.memory.giveBack(tooSmall);
		this.memory.take(9);
		assertWiped(tooSmall);
		KeptMemory none = new KeptMemory(0, BUDGET, System::nanoTime, Runnable::run);
		Argon2Memory overTheLimit = none.take(8);
		fill(overTheLimit);
		none.giveBack(overTheLimit);
		assertWiped(overTheLimit);
	}

	@Test
	void hashWaitsUntilTheHeapHasRoom() throws Exception {
		Argon2Memory first = this.memory.take(600);
		this.memory.giveBack(this.memory.take(300));
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			// Needs what the first still uses and what is kept.
			Future<Argon2Memory> second = executor.submit(() -> this.memory.take(900));
			awaitEmpty();
			assertThat(second).isNotDone();
			this.memory.giveBack(first);
			assertThat(second.get(1, TimeUnit.MINUTES).size()).isEqualTo(900);
			assertThat(this.memory.free()).isEqualTo(BUDGET - 900);
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void hashThatIsGreaterThanTheRoomForAllIsComputedAlone() {
		Argon2Memory alone = this.memory.take(BUDGET + 1);
		assertThat(this.memory.free()).isZero();
		fill(alone);
		this.memory.giveBack(alone);
		this.memory.take(1);
		assertWiped(alone);
	}

	@Test
	void everyHashGetsItsTurnHoweverManyThereAre() throws Exception {
		AtomicInteger inUse = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			for (Future<?> hash : IntStream.range(0, 4000).mapToObj((i) -> executor.submit(() -> {
				Argon2Memory memory = this.memory.take(1 + (i * 37) % 700);
				most.accumulateAndGet(inUse.addAndGet(memory.size()), Math::max);
				inUse.addAndGet(-memory.size());
				this.memory.giveBack(memory);
			})).toList()) {
				hash.get(1, TimeUnit.MINUTES);
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(most.get()).isLessThanOrEqualTo(BUDGET);
		assertThat(this.memory.count()).isLessThanOrEqualTo(4);
	}

	@Test
	void memoryThatCannotBeHadIsNotMissingAfterwards() {
		KeptMemory heap = new KeptMemory(4, Integer.MAX_VALUE, System::nanoTime, Runnable::run);
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> heap.take(Integer.MAX_VALUE / 128));
		assertThat(heap.free()).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void sweepThatCannotBeScheduledIsNotTheMatterOfAHash() {
		AtomicInteger attempts = new AtomicInteger();
		KeptMemory busy = new KeptMemory(4, BUDGET, System::nanoTime, (next) -> {
			attempts.incrementAndGet();
			throw new RejectedExecutionException();
		});
		busy.giveBack(busy.take(8));
		busy.giveBack(busy.take(8));
		assertThat(attempts).hasValue(2);
	}

	private void awaitEmpty() {
		while (this.memory.count() > 0) {
			Thread.onSpinWait();
		}
	}

	private Argon2Memory used(int size) {
		Argon2Memory used = this.memory.take(size);
		fill(used);
		return used;
	}

	private static void fill(Argon2Memory memory) {
		Arrays.fill(memory.blocks, 1);
		Arrays.fill(memory.state, 1);
		Arrays.fill(memory.input, 1);
		Arrays.fill(memory.addresses, 1);
	}

	private static void assertWiped(Argon2Memory memory) {
		assertThat(memory.blocks).containsOnly(0);
		assertThat(memory.state).containsOnly(0);
		assertThat(memory.input).containsOnly(0);
		assertThat(memory.addresses).containsOnly(0);
	}

}
