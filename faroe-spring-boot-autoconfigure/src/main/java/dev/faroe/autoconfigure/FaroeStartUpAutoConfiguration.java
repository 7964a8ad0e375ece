package dev.faroe.autoconfigure;

import dev.faroe.sql.FaroeDatabase;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Auto-configuration for what is looked at once, when the application starts, so that a
 * mistake is found then and not by the first user.
 */
@AutoConfiguration(after = FaroeAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@ConditionalOnBean(FaroeDatabase.class)
public final class FaroeStartUpAutoConfiguration {

	@Bean
	@DependsOnDatabaseInitialization
	FaroeSchemaCheck faroeSchemaCheck(FaroeConnections connections, FaroeDatabase database,
			FaroeProperties properties) {
		return new FaroeSchemaCheck(database.client(), ExpectedTable
			.of(FaroeSchemaInitializer.readMigrations(connections.factory()), properties.r2dbc().tables()),
				properties.r2dbc());
	}

	@Bean
	UnknownPropertyWarning faroeUnknownPropertyWarning(ConfigurableEnvironment environment,
			ListableBeanFactory beanFactory) {
		return new UnknownPropertyWarning(environment, beanFactory);
	}

	/**
	 * There is nobody who would ask for them later.
	 */
	@Bean
	static LazyInitializationExcludeFilter faroeStartUpExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(FaroeSchemaCheck.class, UnknownPropertyWarning.class);
	}

}
