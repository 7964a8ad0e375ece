package dev.faroe.cleanup;

import java.time.Clock;

import dev.faroe.account.ForFeatures;
import dev.faroe.sql.FaroeDatabase;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the removal of expired requests.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBean(FaroeDatabase.class)
@EnableConfigurationProperties(CleanupProperties.class)
final class CleanupAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RequestCleanup faroeRequestCleanup(@ForFeatures ObjectProvider<ExpiredRequests> kinds, ObjectProvider<Clock> clock,
			CleanupProperties properties) {
		return new RequestCleanup(kinds.orderedStream().toList(), properties.batchSize(),
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean
	CleanupSchedule faroeCleanupSchedule(RequestCleanup cleanup, CleanupProperties properties) {
		return new CleanupSchedule(cleanup, properties.interval());
	}

}
