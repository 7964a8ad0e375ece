package dev.faroe.benchmark;

import java.util.Locale;

import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long a run takes: the full form is for the documentation, the short one for a look.
 */
enum Form {

	/** About 9 minutes. */
	FULL(4, 8, 1000, 5, 500),

	/** Somewhat more than a minute. */
	SHORT(1, 1, 400, 4, 75);

	private final int rounds;

	private final int warmups;

	private final TimeValue warmup;

	private final int measurements;

	private final TimeValue measurement;

	Form(int rounds, int warmups, long warmupMillis, int measurements, long measurementMillis) {
		this.rounds = rounds;
		this.warmups = warmups;
		this.warmup = TimeValue.milliseconds(warmupMillis);
		this.measurements = measurements;
		this.measurement = TimeValue.milliseconds(measurementMillis);
	}

	static Form of(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT));
	}

	/**
	 * Return how often things are measured in turns that are compared with each other.
	 */
	int rounds() {
		return this.rounds;
	}

	ChainedOptionsBuilder applyTo(ChainedOptionsBuilder options) {
		return options.warmupIterations(this.warmups)
			.warmupTime(this.warmup)
			.measurementIterations(this.measurements)
			.measurementTime(this.measurement);
	}

}
