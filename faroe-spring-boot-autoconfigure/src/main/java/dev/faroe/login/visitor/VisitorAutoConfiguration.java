package dev.faroe.login.visitor;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRepository;
import org.springframework.security.web.server.savedrequest.ServerRequestCache;
import org.springframework.web.server.WebFilter;

/**
 * Auto-configuration for what is kept about visitors.
 */
@AutoConfiguration(beforeName = "dev.faroe.login.step.LogInStepAutoConfiguration")
@ConditionalOnClass({ ServerCsrfTokenRepository.class, WebFilter.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
final class VisitorAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("faroe.security.visitors.in-cookies")
	@EnableConfigurationProperties(VisitorProperties.class)
	static final class Cookies {

		@Bean
		@ConditionalOnMissingBean(ServerCsrfTokenRepository.class)
		FormTokens faroeFormTokens() {
			return new FormTokens();
		}

		@Bean
		@ConditionalOnMissingBean(ServerRequestCache.class)
		RememberedPage faroeRememberedPage(VisitorProperties properties) {
			return new RememberedPage(properties.timeToLogIn());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("faroe.security.log-in.enabled")
	static final class Forms {

		/**
		 * The protection against cross-site requests reads forms before any page does.
		 */
		@Bean
		@ConditionalOnMissingBean
		UnreadableForms faroeUnreadableForms() {
			return new UnreadableForms();
		}

	}

}
