package dev.faroe.cleanup;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Removal of expired requests from the database. They are not found before that either.
 *
 * @param interval Time between two removals. Zero turns them off.
 * @param batchSize Greatest number of requests that one statement removes.
 */
@ConfigurationProperties("faroe.cleanup")
record CleanupProperties(@DefaultValue("1h") Duration interval, @DefaultValue("1000") int batchSize) {

	CleanupProperties {
		Assert.isTrue(!interval.isNegative(), "interval must not be negative");
		Assert.isTrue(batchSize >= 1 && batchSize <= 100_000, "batchSize must be between 1 and 100000");
	}

}
