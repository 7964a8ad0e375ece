package dev.faroe.login.servlet;

import dev.faroe.client.ServletClientAddressResolver;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Auto-configuration for the log-in of Faroe's users to an application on the servlet
 * stack. Comes before Boot's, whose user with a generated password then is not there.
 */
@AutoConfiguration(afterName = "dev.faroe.login.LogInAutoConfiguration",
		beforeName = "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration")
@ConditionalOnClass({ HttpServletRequest.class, RequestContextHolder.class, WebAuthenticationDetails.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("faroe.security.authentication-manager.enabled")
@EnableConfigurationProperties(ServletLogInProperties.class)
final class ServletLogInAutoConfiguration {

	private static final String LOG_IN = "faroeReactiveAuthenticationManager";

	@Bean
	@ConditionalOnBean(name = LOG_IN)
	@ConditionalOnMissingBean({ AuthenticationProvider.class, AuthenticationManager.class })
	FaroeAuthenticationProvider faroeAuthenticationProvider(@Qualifier(LOG_IN) ReactiveAuthenticationManager logIn,
			ServletClientAddressResolver addresses, ServletLogInProperties properties) {
		return new FaroeAuthenticationProvider(logIn, addresses, properties.timeout());
	}

}
