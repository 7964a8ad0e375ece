package dev.faroe.security;

import java.nio.ByteBuffer;
import java.security.DrbgParameters;
import java.security.DrbgParameters.Capability;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Randomness for event loops. The default {@link SecureRandom} of most platforms reads a
 * device file with every call, which an event loop must not do. This one is seeded by the
 * operating system, and computes from then on (NIST SP 800-90A).
 * <p>
 * A computation that is cloned computes the same: a snapshot of the process or of the
 * machine that is restored twice would generate the same codes twice. So each call mixes
 * in the time, and while the generator is in use it takes a new seed every minute. The
 * operating system may let whoever asks for a seed wait, so that this happens on a thread
 * of its own, while the former seed serves.
 */
final class SeededRandom {

	static final Duration SEED_LIFE = Duration.ofMinutes(1);

	private static final Log logger = LogFactory.getLog(SeededRandom.class);

	private static final int STRENGTH_BYTES = 32;

	private static final SeededRandom SHARED = new SeededRandom(SeededRandom::drbg, System::nanoTime,
			System::currentTimeMillis, SeededRandom::runOnThread);

	private final Function<byte[], Generator> seeding;

	private final LongSupplier nanoTime;

	private final LongSupplier clock;

	private final Executor background;

	private final AtomicBoolean reseeding = new AtomicBoolean();

	private volatile Generator generator;

	private volatile long seededAt;

	SeededRandom(Function<byte[], Generator> seeding, LongSupplier nanoTime, LongSupplier clock, Executor background) {
		this.seeding = seeding;
		this.nanoTime = nanoTime;
		this.clock = clock;
		this.background = background;
		this.generator = seeding.apply(new byte[0]);
		this.seededAt = nanoTime.getAsLong();
	}

	/**
	 * Return the generator of the process.
	 */
	static SeededRandom shared() {
		return SHARED;
	}

	void nextBytes(byte[] bytes) {
		long now = this.nanoTime.getAsLong();
		if (now - this.seededAt > SEED_LIFE.toNanos() && this.reseeding.compareAndSet(false, true)) {
			// Before the seed is there: a source that fails is not asked with every call.
			this.seededAt = now;
			this.background.execute(this::reseedLater);
		}
		this.generator.nextBytes(bytes,
				ByteBuffer.allocate(2 * Long.BYTES).putLong(now).putLong(this.clock.getAsLong()).array());
	}

	private void reseedLater() {
		try {
			reseed();
		}
		catch (RuntimeException ex) {
			logger.warn("There is no new seed for tokens, and the former one stays for another minute", ex);
		}
		finally {
			this.reseeding.set(false);
		}
	}

	/**
	 * Take a new seed. What the former generator knew is mixed in, lest a poor seed make
	 * anything worse. May block.
	 */
	void reseed() {
		byte[] former = new byte[STRENGTH_BYTES];
		nextBytes(former);
		this.generator = this.seeding.apply(former);
		this.seededAt = this.nanoTime.getAsLong();
	}

	private static void runOnThread(Runnable task) {
		Thread thread = new Thread(task, "faroe-random");
		thread.setDaemon(true);
		thread.start();
	}

	private static Generator drbg(byte[] personalization) {
		try {
			SecureRandom random = SecureRandom.getInstance("DRBG",
					DrbgParameters.instantiation(-1, Capability.RESEED_ONLY, personalization));
			// It takes its seed with the first call.
			random.nextBytes(new byte[1]);
			return (bytes, input) -> random.nextBytes(bytes, DrbgParameters.nextBytes(-1, false, input));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("The platform has no DRBG, which every Java SE platform must have", ex);
		}
	}

	/**
	 * Computes random bytes from a seed and from what is mixed in.
	 */
	@FunctionalInterface
	interface Generator {

		void nextBytes(byte[] bytes, byte[] input);

	}

}
