package dev.faroe.delivery;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Delivery of codes and notices to users.
 *
 * @param enabled Whether Faroe delivers codes and notices to users itself.
 * @param capacity Number of messages that may wait, for a thread or for another attempt.
 * Further ones are not delivered.
 * @param threads Number of threads that deliver, each of which is busy with one message
 * at a time.
 * @param attempts Greatest number of attempts to deliver a message.
 * @param backoff Time between the first attempt and the second. It is twice as long
 * before each further one.
 * @param maxBackoff Greatest time between two attempts.
 */
@ConfigurationProperties("faroe.delivery")
record DeliveryProperties(@DefaultValue("false") boolean enabled, @DefaultValue("1000") int capacity,
		@DefaultValue("2") int threads, @DefaultValue("4") int attempts, @DefaultValue("1s") Duration backoff,
		@DefaultValue("1m") Duration maxBackoff) {

	private static final Duration LONGEST_BACKOFF = Duration.ofHours(1);

	DeliveryProperties {
		Assert.isTrue(capacity >= 1 && capacity <= 1_000_000, "capacity must be between 1 and 1000000");
		Assert.isTrue(threads >= 1 && threads <= 64, "threads must be between 1 and 64");
		Assert.isTrue(attempts >= 1 && attempts <= 20, "attempts must be between 1 and 20");
		Assert.isTrue(backoff.toMillis() >= 1, "backoff must be at least 1ms");
		Assert.isTrue(maxBackoff.compareTo(backoff) >= 0 && maxBackoff.compareTo(LONGEST_BACKOFF) <= 0,
				"maxBackoff must be between backoff and 1h");
	}

	RetryPolicy policy() {
		return new RetryPolicy(this.attempts, this.backoff, this.maxBackoff);
	}

}
