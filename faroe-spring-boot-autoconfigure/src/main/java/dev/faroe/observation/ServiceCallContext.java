package dev.faroe.observation;

import dev.faroe.FaroeException;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * A call of one of Faroe's services. Its name says which; how it ended is its only key.
 */
final class ServiceCallContext extends Observation.Context {

	/** The key that says how a call ended. */
	public static final String OUTCOME = "outcome";

	static final String SUCCESS = "SUCCESS";

	static final String CANCELLED = "CANCELLED";

	static final String FAILURE = "INTERNAL_ERROR";

	private volatile String outcome = CANCELLED;

	ServiceCallContext() {
	}

	/**
	 * Return how the call ended: {@code SUCCESS}, the name of a
	 * {@link dev.faroe.FaroeError}, or {@code CANCELLED} if nobody waited for the answer.
	 */
	public String outcome() {
		return this.outcome;
	}

	void outcome(String outcome) {
		this.outcome = outcome;
	}

	static String outcomeOf(@Nullable Throwable ex) {
		if (ex == null) {
			return SUCCESS;
		}
		return (ex instanceof FaroeException faroe) ? faroe.error().name() : FAILURE;
	}

}
