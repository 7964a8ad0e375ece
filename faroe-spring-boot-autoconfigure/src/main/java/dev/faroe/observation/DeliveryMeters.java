package dev.faroe.observation;

import dev.faroe.delivery.DeliveryListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts the messages to users, by what they are for and how their delivery ended.
 */
final class DeliveryMeters implements DeliveryListener {

	private final MeterRegistry registry;

	DeliveryMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void ended(String purpose, String outcome) {
		Counter.builder("faroe.delivery")
			.description("Messages to users")
			.tag("purpose", purpose)
			.tag(ServiceCallContext.OUTCOME, outcome)
			.register(this.registry)
			.increment();
	}

}
