package dev.faroe.database;

import dev.faroe.sql.FaroeDatabase;
import io.r2dbc.spi.ConnectionFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.data.r2dbc.repository.support.R2dbcRepositoryFactory;

/**
 * Auto-configuration for the database, and for the look at its tables when the
 * application starts, so that a mistake is found then and not by the first user.
 */
@AutoConfiguration(after = R2dbcAutoConfiguration.class)
@ConditionalOnClass({ ConnectionFactory.class, R2dbcRepositoryFactory.class })
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@EnableConfigurationProperties(R2dbcProperties.class)
final class DatabaseAutoConfiguration {

	@Bean
	FaroeConnections faroeConnections(@FaroeConnectionFactory ObjectProvider<ConnectionFactory> marked,
			ObjectProvider<ConnectionFactory> connectionFactories, R2dbcProperties properties) {
		return FaroeConnections.choose(properties, marked, connectionFactories);
	}

	@Bean
	@DependsOnDatabaseInitialization
	FaroeDatabase faroeDatabase(FaroeConnections connections, R2dbcProperties properties) {
		return new FaroeDatabase(connections.factory(), properties.tables(), properties.countingTimeout());
	}

	@Bean
	@ConditionalOnMissingBean
	FaroeSchemaInitializer faroeSchemaInitializer(FaroeConnections connections, R2dbcProperties properties) {
		return new FaroeSchemaInitializer(connections.factory(), properties.initializeSchema(), properties.tables());
	}

	// There is nobody who would ask for it later.
	@Lazy(false)
	@Bean
	@DependsOnDatabaseInitialization
	FaroeSchemaCheck faroeSchemaCheck(FaroeConnections connections, FaroeDatabase database,
			R2dbcProperties properties) {
		return new FaroeSchemaCheck(database.client(),
				ExpectedTable.of(FaroeSchemaInitializer.readMigrations(connections.factory()), properties.tables()),
				properties);
	}

}
