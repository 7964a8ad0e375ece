package dev.faroe.cleanup;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.validation.annotation.Validated;

/**
 * Removal of expired requests from the database. They are not found before that either.
 *
 * @param interval Time between two removals. Zero turns them off.
 * @param batchSize Greatest number of requests that one statement removes.
 */
@ConfigurationProperties("faroe.cleanup")
@Validated
record CleanupProperties(@DefaultValue("1h") Duration interval,
		@DefaultValue("1000") @Min(1) @Max(100_000) int batchSize) {

	CleanupProperties {
		Assert.isTrue(!interval.isNegative(), "interval must not be negative");
	}

}
