package dev.faroe.autoconfigure;

import java.time.Clock;

import dev.faroe.account.ForFeatures;
import dev.faroe.cleanup.CleanupSchedule;
import dev.faroe.cleanup.ExpiredRequests;
import dev.faroe.cleanup.RequestCleanup;
import io.r2dbc.spi.ConnectionFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.data.r2dbc.repository.support.R2dbcRepositoryFactory;

/**
 * Auto-configuration for the removal of expired requests.
 */
@AutoConfiguration(after = FaroeAutoConfiguration.class)
@ConditionalOnClass({ ConnectionFactory.class, R2dbcRepositoryFactory.class })
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
public final class FaroeCleanupAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RequestCleanup faroeRequestCleanup(@ForFeatures ObjectProvider<ExpiredRequests> kinds, ObjectProvider<Clock> clock,
			FaroeProperties properties) {
		return new RequestCleanup(kinds.orderedStream().toList(), properties.cleanup().batchSize(),
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean
	CleanupSchedule faroeCleanupSchedule(RequestCleanup cleanup, FaroeProperties properties) {
		return new CleanupSchedule(cleanup, properties.cleanup().interval());
	}

}
