package dev.faroe.flow;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Sign-up, password reset, change of address and log-in by emailed code, as flows.
 *
 * @param enabled Whether the flows are there. They need faroe.delivery.enabled.
 * @param capacity Number of requests that are worked on after they were answered, each of
 * them with a password to hash or a mail to write at most.
 * @param failureTime Time that the answer to a wrong code takes at least, whether there
 * is a right one or not.
 */
@ConfigurationProperties("faroe.flows")
record FlowProperties(@DefaultValue("false") boolean enabled, @DefaultValue("256") int capacity,
		@DefaultValue("300ms") Duration failureTime) {

	FlowProperties {
		Assert.isTrue(capacity >= 1, "capacity must be positive");
		Assert.isTrue(!failureTime.isNegative() && failureTime.compareTo(Duration.ofSeconds(10)) <= 0,
				"failureTime must be between 0 and 10 seconds");
	}

}
