package dev.faroe.login.session;

import dev.faroe.account.Accounts;
import dev.faroe.account.ForFeatures;
import dev.faroe.accountstate.AccountStateService;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.session.ReactiveFindByIndexNameSessionRepository;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.data.redis.ReactiveRedisIndexedSessionRepository;
import org.springframework.util.Assert;

/**
 * Auto-configuration for the deletion of sessions that have ended, where Spring Session
 * has an index of them.
 */
@AutoConfiguration(after = SessionAutoConfiguration.class,
		afterName = { "org.springframework.boot.session.autoconfigure.SessionAutoConfiguration",
				"org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration" })
@ConditionalOnClass(ReactiveFindByIndexNameSessionRepository.class)
@ConditionalOnBean(type = "dev.faroe.login.session.SessionFilter")
@ConditionalOnBooleanProperty(name = "faroe.security.sessions.deletion.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SessionDeletionProperties.class)
final class SessionDeletionAutoConfiguration {

	/**
	 * On threads that may wait: Spring Data waits for its first connection.
	 */
	@Bean
	@Lazy(false)
	@ConditionalOnSingleCandidate(ReactiveFindByIndexNameSessionRepository.class)
	EndedSessions faroeEndedSessions(ReactiveFindByIndexNameSessionRepository<? extends Session> index,
			AccountStateService states, SessionDeletionProperties properties, @ForFeatures Accounts accounts) {
		Assert.isInstanceOf(ReactiveSessionRepository.class, index);
		EndedSessions ended = new EndedSessions(index, (ReactiveSessionRepository<?>) index, states, properties,
				Schedulers.boundedElastic());
		accounts.onEndOfSessions(ended::delete);
		return ended;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ReactiveRedisIndexedSessionRepository.class)
	static class Redis {

		/**
		 * One of the application is asked later, and may set a mapper of its own.
		 */
		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		IncompleteRedisSessions faroeIncompleteRedisSessions() {
			return new IncompleteRedisSessions();
		}

	}

}
