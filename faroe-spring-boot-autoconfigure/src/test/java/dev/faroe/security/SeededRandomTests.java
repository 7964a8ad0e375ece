package dev.faroe.security;

import java.util.ArrayList;
import java.util.List;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.prng.EntropySource;
import org.bouncycastle.crypto.prng.drbg.HashSP800DRBG;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Both processes have the same seeds, as if they were restored from one snapshot.
 */
class SeededRandomTests {

	private static final long SEED_LIFE = SeededRandom.SEED_LIFE.toNanos();

	private final List<Runnable> background = new ArrayList<>();

	private final Process first = new Process();

	private final Process second = new Process();

	@Test
	void twoThatWereRestoredFromOneSnapshotHaveDifferentCodes() {
		assertThat(this.first.code()).as("in the same nanosecond").isEqualTo(this.second.code());
		this.second.nanoTime++;
		assertThat(this.first.code()).isNotEqualTo(this.second.code());
	}

	@Test
	void theTimeOfDayTellsThemApartWhenTheirStopwatchesDoNot() {
		this.second.time++;
		assertThat(this.first.code()).isNotEqualTo(this.second.code());
	}

	@Test
	void aMinuteAfterTheLastSeedTheNextIsTakenAndNotByTheCaller() {
		this.first.nanoTime += SEED_LIFE;
		this.first.code();
		assertThat(this.background).isEmpty();
		this.first.nanoTime++;
		this.first.code();
		this.first.code();
		assertThat(this.background).hasSize(1);
		assertThat(this.first.seedings).isEqualTo(1);
		this.background.remove(0).run();
		assertThat(this.first.seedings).isEqualTo(2);
		this.first.nanoTime += SEED_LIFE + 1;
		this.first.code();
		assertThat(this.background).hasSize(1);
	}

	@Test
	void aNewSeedChangesWhatComes() {
		this.first.seed = 1;
		this.first.random.reseed();
		this.second.random.reseed();
		assertThat(this.first.code()).isNotEqualTo(this.second.code());
	}

	@Test
	void aPoorSeedTakesNothingAwayFromTheFormerOne() {
		this.second.nanoTime++;
		this.first.random.reseed();
		this.second.random.reseed();
		this.first.nanoTime++;
		assertThat(this.first.code()).isNotEqualTo(this.second.code());
	}

	@Test
	void withoutANewSeedTheFormerOneServesForAnotherMinute() {
		this.first.failing = true;
		this.first.nanoTime += SEED_LIFE + 1;
		this.first.code();
		this.background.remove(0).run();
		assertThat(this.first.code()).hasSize(8);
		assertThat(this.background).isEmpty();
		this.first.nanoTime += SEED_LIFE + 1;
		this.first.code();
		assertThat(this.background).hasSize(1);
	}

	@Test
	void theStartAfterACheckpointTakesANewSeed() {
		Reseeding reseeding = new Reseeding(this.first.random);
		reseeding.start();
		assertThat(this.first.seedings).isEqualTo(2);
		reseeding.stop();
		reseeding.start();
		assertThat(this.first.seedings).isEqualTo(3);
	}

	@Test
	void nothingStartsWithASeedThatIsNotThere() {
		this.first.failing = true;
		assertThatIllegalStateException().isThrownBy(new Reseeding(this.first.random)::start);
	}

	private final class Process {

		private long nanoTime;

		private long time;

		private int seed;

		private int seedings;

		private boolean failing;

		private final SeededRandom random = new SeededRandom(this::seed, () -> this.nanoTime, () -> this.time,
				SeededRandomTests.this.background::add);

		private final TokenGenerator tokens = new TokenGenerator(this.random::nextBytes);

		String code() {
			return this.tokens.code();
		}

		private SeededRandom.Generator seed(byte[] personalization) {
			if (this.failing) {
				throw new IllegalStateException("no entropy");
			}
			this.seedings++;
			HashSP800DRBG drbg = new HashSP800DRBG(new SHA256Digest(), 256, new KnownEntropy((byte) this.seed),
					personalization, new byte[0]);
			return (bytes, input) -> drbg.generate(bytes, input, false);
		}

	}

	private record KnownEntropy(byte seed) implements EntropySource {

		@Override
		public boolean isPredictionResistant() {
			return false;
		}

		@Override
		public byte[] getEntropy() {
			byte[] entropy = new byte[entropySize() / Byte.SIZE];
			entropy[0] = this.seed;
			return entropy;
		}

		@Override
		public int entropySize() {
			return 256;
		}

	}

}
