package dev.faroe.login.session;

import dev.faroe.test.TestDatabase;
import dev.faroe.test.WithFaroe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.data.redis.ReactiveRedisIndexedSessionRepository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * When sessions that have ended are deleted.
 */
@Tag("one-jdk")
class SessionDeletionAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(WithFaroe.and(R2dbcAutoConfiguration.class))
		.withConfiguration(
				AutoConfigurations.of(WebFluxAutoConfiguration.class, ReactiveWebSecurityAutoConfiguration.class))
		.withPropertyValues(TestDatabase.H2.create().toArray(String[]::new));

	private final ReactiveWebApplicationContextRunner logIn = this.runner
		.withPropertyValues("faroe.security.log-in.enabled=true");

	private static ReactiveWebApplicationContextRunner withIndex(ReactiveWebApplicationContextRunner runner) {
		return runner.withBean(ReactiveRedisIndexedSessionRepository.class,
				() -> mock(ReactiveRedisIndexedSessionRepository.class));
	}

	@Test
	void deletesWhereThereIsAnIndex() {
		withIndex(this.logIn).run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(EndedSessions.class)
			.hasSingleBean(IncompleteRedisSessions.class));
	}

	@Test
	void deletesEvenIfBeansAreMadeWhenTheyAreNeeded() {
		withIndex(this.logIn).run((context) -> {
			BeanDefinition definition = context.getSourceApplicationContext()
				.getBeanFactory()
				.getBeanDefinition("faroeEndedSessions");
			assertThat(((AbstractBeanDefinition) definition).getLazyInit()).isFalse();
		});
	}

	@Test
	void deletesNothingWithoutAnIndex() {
		this.logIn.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EndedSessions.class));
		this.logIn.withBean(ReactiveSessionRepository.class, () -> mock(ReactiveSessionRepository.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EndedSessions.class));
	}

	@Test
	void deletesNothingUnlessSessionsAreChecked() {
		withIndex(this.runner).run((context) -> assertThat(context).doesNotHaveBean(EndedSessions.class)
			.doesNotHaveBean(IncompleteRedisSessions.class));
		withIndex(this.logIn).withPropertyValues("faroe.security.sessions.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(EndedSessions.class));
		withIndex(this.logIn).withPropertyValues("faroe.security.sessions.deletion.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EndedSessions.class));
	}

	@Test
	void refusesBoundsThatBoundNothing() {
		for (String property : new String[] { "timeout=0s", "timeout=2h", "max-concurrent=0", "max-pending=3" }) {
			withIndex(this.logIn).withPropertyValues("faroe.security.sessions.deletion." + property)
				.run((context) -> assertThat(context).hasFailed());
		}
	}

	@Test
	void isNotThereWithoutSpringSession() {
		this.logIn.withClassLoader(new FilteredClassLoader("org.springframework.session"))
			.run((context) -> assertThat(context).hasNotFailed().hasBean("faroeSessionFilter"));
	}

}
