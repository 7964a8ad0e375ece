package dev.faroe.password.hashing;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

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
@Validated
record HashingProperties(@Nullable @Min(1) @Max(1024) Integer threads,
		@DefaultValue("256") @Min(0) @Max(1_000_000) int queueCapacity, @DefaultValue("true") boolean lowPriority) {

	int threadsOrDefault() {
		return (this.threads != null) ? this.threads : Runtime.getRuntime().availableProcessors();
	}

}
