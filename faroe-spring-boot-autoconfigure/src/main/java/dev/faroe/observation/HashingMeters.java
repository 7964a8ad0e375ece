package dev.faroe.observation;

import java.time.Duration;

import dev.faroe.password.hashing.HashingListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * Measures how long hashes wait for a thread, and how long they take then.
 */
final class HashingMeters implements HashingListener {

	private final Timer wait;

	private final Timer work;

	private final Counter refused;

	HashingMeters(MeterRegistry registry) {
		this.wait = Timer.builder("faroe.hashing.wait")
			.description("How long hashes wait for a thread")
			.register(registry);
		this.work = Timer.builder("faroe.hashing.work").description("How long hashes take").register(registry);
		this.refused = Counter.builder("faroe.hashing.refused")
			.description("Hashes that were refused because the queue was full")
			.register(registry);
	}

	@Override
	public void started(Duration wait) {
		this.wait.record(wait);
	}

	@Override
	public void finished(Duration work) {
		this.work.record(work);
	}

	@Override
	public void refused() {
		this.refused.increment();
	}

}
