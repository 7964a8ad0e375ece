package dev.faroe.database;

import io.r2dbc.spi.ConnectionFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Auto-configuration that brings back what {@link R2dbcAutoConfigurationFilter} holds
 * back, for an application with a ConnectionFactory or connection details as a bean.
 */
@AutoConfiguration(beforeName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
		"org.springframework.boot.r2dbc.autoconfigure.R2dbcInitializationAutoConfiguration",
		"org.springframework.boot.r2dbc.autoconfigure.R2dbcTransactionManagerAutoConfiguration",
		"org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcAutoConfiguration" })
@ConditionalOnClass(ConnectionFactory.class)
@Conditional({ HostR2dbcAutoConfiguration.HeldBack.class, HostR2dbcAutoConfiguration.HasBean.class })
@Import(R2dbcAutoConfiguration.class)
final class HostR2dbcAutoConfiguration {

	static final class HeldBack extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return new ConditionOutcome(R2dbcAutoConfigurationFilter.holdsBack(context.getEnvironment()),
					"Faroe has a database of its own");
		}

	}

	static final class HasBean extends AnyNestedCondition {

		HasBean() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBean(ConnectionFactory.class)
		static final class Factory {

		}

		@ConditionalOnBean(R2dbcConnectionDetails.class)
		static final class Details {

		}

	}

}
