package dev.faroe.password.hashing;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * The threads that hash passwords. Each needs the memory of one hash.
 *
 * @param threads Number of threads; by default the number of processors.
 * @param queueCapacity Number of hashes that may wait for a thread. More are answered
 * with SERVICE_UNAVAILABLE.
 * @param lowPriority Whether other threads come first where there is not enough processor
 * time for all: on Linux, the threads that hash get a nice value of 10.
 */
@ConfigurationProperties("faroe.password.hashing")
record HashingProperties(@Nullable Integer threads, @DefaultValue("256") int queueCapacity,
		@DefaultValue("true") boolean lowPriority) {

	HashingProperties {
		Assert.isTrue(threads == null || threads >= 1 && threads <= 1024, "threads must be between 1 and 1024");
		Assert.isTrue(queueCapacity >= 0 && queueCapacity <= 1_000_000, "queueCapacity must be between 0 and 1000000");
	}

	int threadsOrDefault() {
		return (this.threads != null) ? this.threads : Runtime.getRuntime().availableProcessors();
	}

}
