package dev.faroe.login.session;

import java.time.Clock;

import dev.faroe.account.Accounts;
import dev.faroe.account.ForFeatures;
import dev.faroe.accountstate.AccountStateService;
import reactor.core.scheduler.Schedulers;

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
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.WebSessionServerCsrfTokenRepository;
import org.springframework.web.reactive.DispatcherHandler;

/**
 * Auto-configuration for the check of sessions, for applications whose users are Faroe's.
 */
@AutoConfiguration(afterName = "dev.faroe.database.DatabaseAutoConfiguration")
@ConditionalOnClass({ SecurityWebFilterChain.class, DispatcherHandler.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "faroe.enabled", matchIfMissing = true)
@Conditional(SessionAutoConfiguration.UsersLogIn.class)
@EnableConfigurationProperties(SessionProperties.class)
final class SessionAutoConfiguration {

	@Bean
	AccountStates faroeAccountStates(AccountStateService states, SessionProperties properties,
			@ForFeatures Accounts accounts, ObjectProvider<Clock> clock) {
		StateBatches batches = new StateBatches(states::getAll, AccountStateService.MAX_AT_ONCE,
				properties.maxWaiting(), properties.timeout(), Schedulers.parallel());
		AccountStates remembering = new AccountStates(states, batches,
				new RememberedStates(clock.getIfUnique(Clock::systemUTC), System::nanoTime, properties.checkInterval(),
						properties.maxRemembered()));
		accounts.onEndOfSessions(remembering::forget);
		accounts.countOnMemory(properties.memoryToCountOn());
		return remembering;
	}

	@Bean
	@ConditionalOnMissingBean
	FaroeAuthorization faroeAuthorization(AccountStates states, ObjectProvider<Clock> clock) {
		return new FaroeAuthorization(states, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean
	FaroeSessions faroeSessions(ObjectProvider<ServerCsrfTokenRepository> csrfTokens, ObjectProvider<Clock> clock) {
		return new FaroeSessions(csrfTokens.getIfUnique(WebSessionServerCsrfTokenRepository::new),
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "faroe.security.sessions.enabled", matchIfMissing = true)
	SessionFilter faroeSessionFilter(AccountStates states, SessionProperties properties, ObjectProvider<Clock> clock) {
		return new SessionFilter(states,
				new SessionLifetime(clock.getIfUnique(Clock::systemUTC), properties.maxAge(), properties.notBefore()));
	}

	static final class UsersLogIn extends AnyNestedCondition {

		UsersLogIn() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@ConditionalOnBooleanProperty("faroe.security.log-in.enabled")
		static final class BySteps {

		}

		@ConditionalOnBooleanProperty("faroe.security.one-time-tokens.enabled")
		static final class ByTokens {

		}

		@ConditionalOnBooleanProperty("faroe.security.authentication-manager.enabled")
		static final class ByManager {

		}

	}

}
