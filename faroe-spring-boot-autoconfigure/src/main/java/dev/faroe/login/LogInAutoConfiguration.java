package dev.faroe.login;

import java.time.Clock;

import dev.faroe.client.ClientAddressResolver;
import dev.faroe.user.UserService;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.web.server.WebFilter;

/**
 * Auto-configuration for the log-in of Faroe's users to the application. Comes before
 * Boot's, whose user with a generated password then is not there.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration", beforeName = {
		"org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@Conditional(LogInAutoConfiguration.UsersLogIn.class)
@EnableConfigurationProperties(LogInProperties.class)
final class LogInAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ReactiveAuthenticationManager.class)
	FaroeReactiveAuthenticationManager faroeReactiveAuthenticationManager(UserService users, LogInProperties properties,
			ObjectProvider<Clock> clock) {
		return new FaroeReactiveAuthenticationManager(users, properties.secondFactor(),
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean(ReactiveUserDetailsService.class)
	FaroeReactiveUserDetailsService faroeReactiveUserDetailsService(UserService users) {
		return new FaroeReactiveUserDetailsService(users);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebFilter.class)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class ClientAddressConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ClientAddressFilter faroeClientAddressFilter(ClientAddressResolver addresses) {
			return new ClientAddressFilter(addresses);
		}

	}

	/**
	 * The steps bring no manager of their own, and Boot would make up a user.
	 */
	static final class UsersLogIn extends AnyNestedCondition {

		UsersLogIn() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@ConditionalOnBooleanProperty("faroe.security.authentication-manager.enabled")
		static final class ByManager {

		}

		@ConditionalOnBooleanProperty("faroe.security.one-time-tokens.enabled")
		static final class ByTokens {

		}

		@ConditionalOnBooleanProperty("faroe.security.log-in.enabled")
		static final class BySteps {

		}

	}

}
