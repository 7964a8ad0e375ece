package dev.faroe.sample.operator;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Takes a sample at each interval while the server runs.
 */
@Component
class Sampling implements SmartLifecycle {

	private final Samples samples;

	private final OperatorProperties settings;

	private volatile @Nullable Disposable task;

	Sampling(Samples samples, OperatorProperties settings) {
		this.samples = samples;
		this.settings = settings;
	}

	@Override
	public void start() {
		this.task = Flux.interval(this.settings.charts().interval())
			.onBackpressureDrop()
			.subscribe((number) -> this.samples.take());
	}

	@Override
	public void stop() {
		Disposable running = this.task;
		if (running != null) {
			running.dispose();
		}
		this.task = null;
	}

	@Override
	public boolean isRunning() {
		return this.task != null;
	}

}
