package dev.faroe.password.breach;

import java.time.Clock;

import reactor.netty.http.client.HttpClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.password.ReactiveCompromisedPasswordChecker;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Auto-configuration for the check of new passwords against breaches. It is no candidate
 * for injection by type alone: Spring Security would use it for the log-in of the
 * application itself.
 */
@AutoConfiguration
@ConditionalOnClass({ WebClient.class, HttpClient.class })
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "faroe.password.breach-check.enabled", matchIfMissing = true)
@EnableConfigurationProperties(BreachCheckProperties.class)
final class BreachCheckAutoConfiguration {

	@Bean(name = PwnedPasswordChecker.BEAN_NAME, defaultCandidate = false)
	@ConditionalOnMissingBean(ReactiveCompromisedPasswordChecker.class)
	PwnedPasswordChecker faroeCompromisedPasswordChecker(BreachCheckProperties properties,
			ObjectProvider<Clock> clock) {
		return new PwnedPasswordChecker(properties, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean
	BreachCheckPreparation faroeBreachCheckPreparation(
			@Qualifier(PwnedPasswordChecker.BEAN_NAME) ObjectProvider<PwnedPasswordChecker> checker) {
		return new BreachCheckPreparation(checker);
	}

}
