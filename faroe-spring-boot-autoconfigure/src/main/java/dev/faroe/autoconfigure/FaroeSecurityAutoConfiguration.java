package dev.faroe.autoconfigure;

import dev.faroe.login.FaroeUserDetailsService;
import dev.faroe.login.PasswordLogIn;
import dev.faroe.user.UserService;
import dev.faroe.web.ClientAddressFilter;
import dev.faroe.web.ClientAddressResolver;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.web.server.WebFilter;

/**
 * Auto-configuration for the log-in of Faroe's users to the application. Comes before
 * Boot's, whose user with a generated password then is not there.
 */
@AutoConfiguration(after = { FaroeAutoConfiguration.class, FaroeClientAddressAutoConfiguration.class }, beforeName = {
		"org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("faroe.security.authentication-manager.enabled")
public final class FaroeSecurityAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ReactiveAuthenticationManager.class)
	PasswordLogIn faroePasswordLogIn(UserService users, FaroeProperties properties) {
		return new PasswordLogIn(users, properties.security().authenticationManager().secondFactor());
	}

	@Bean
	@ConditionalOnMissingBean(ReactiveUserDetailsService.class)
	FaroeUserDetailsService faroeUserDetailsService(UserService users) {
		return new FaroeUserDetailsService(users);
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

}
