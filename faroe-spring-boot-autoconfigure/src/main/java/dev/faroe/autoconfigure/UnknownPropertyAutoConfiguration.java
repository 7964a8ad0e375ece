package dev.faroe.autoconfigure;

import dev.faroe.sql.FaroeDatabase;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Auto-configuration for the warning of properties that nobody knows.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnBean(FaroeDatabase.class)
@EnableConfigurationProperties(FaroeProperties.class)
final class UnknownPropertyAutoConfiguration {

	// There is nobody who would ask for it later.
	@Lazy(false)
	@Bean
	UnknownPropertyWarning faroeUnknownPropertyWarning(ConfigurableEnvironment environment,
			ListableBeanFactory beanFactory) {
		return new UnknownPropertyWarning(environment, beanFactory);
	}

}
