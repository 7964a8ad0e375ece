package dev.faroe.security;

import org.springframework.context.SmartLifecycle;

/**
 * Gives the generator of identifiers, codes and initialization vectors a new seed when
 * the application starts, and when it is started again from a checkpoint (CRaC): before
 * its first request, and whatever was restored.
 */
final class Reseeding implements SmartLifecycle {

	private final SeededRandom random;

	private volatile boolean running;

	Reseeding() {
		this(SeededRandom.shared());
	}

	Reseeding(SeededRandom random) {
		this.random = random;
	}

	@Override
	public void start() {
		this.random.reseed();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Before everything that could use it.
	 */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
