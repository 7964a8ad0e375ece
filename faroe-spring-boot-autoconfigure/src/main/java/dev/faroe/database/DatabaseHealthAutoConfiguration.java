package dev.faroe.database;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.r2dbc.health.ConnectionFactoryHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration for the health of a database of Faroe's own. Boot looks after the
 * connection factories of the application only.
 */
@AutoConfiguration(after = DatabaseAutoConfiguration.class)
@ConditionalOnClass({ ReactiveHealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@ConditionalOnEnabledHealthIndicator("faroe")
@Conditional(OwnDatabaseCondition.class)
@ConditionalOnBean(FaroeConnections.class)
final class DatabaseHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "faroeDatabaseHealthContributor", "faroeDatabaseHealthIndicator" })
	ConnectionFactoryHealthIndicator faroeDatabaseHealthContributor(FaroeConnections connections) {
		return new ConnectionFactoryHealthIndicator(connections.factory());
	}

}
