package dev.faroe.login;

import dev.faroe.FaroeConfigurationException;
import dev.faroe.flow.EmailedCodeFlow;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.ott.reactive.ReactiveOneTimeTokenService;

/**
 * Auto-configuration for the one-time tokens of Spring Security.
 */
@AutoConfiguration(after = LogInAutoConfiguration.class, afterName = "dev.faroe.flow.FlowAutoConfiguration")
@ConditionalOnClass(ReactiveOneTimeTokenService.class)
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("faroe.security.one-time-tokens.enabled")
@EnableConfigurationProperties(OneTimeTokenProperties.class)
final class OneTimeTokenAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ReactiveOneTimeTokenService.class)
	FaroeOneTimeTokenService faroeOneTimeTokenService(ObjectProvider<EmailedCodeFlow> flow, LogInProperties logIn,
			OneTimeTokenProperties properties) {
		EmailedCodeFlow available = flow.getIfAvailable();
		if (available == null) {
			throw new FaroeConfigurationException(
					"faroe.security.one-time-tokens.enabled is true, but there is no log-in by emailed code.",
					"Set faroe.flows.enabled to true.");
		}
		return new FaroeOneTimeTokenService(available, logIn.secondFactor(), properties.linkTo());
	}

}
