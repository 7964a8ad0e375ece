package dev.faroe.testkit;

import java.time.Clock;

import dev.faroe.accountstate.AccountStateService;
import dev.faroe.delivery.CodeSender;
import dev.faroe.ratelimit.RateLimiter;
import dev.faroe.testkit.host.WithShop;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.test.web.reactive.server.WebTestClient;

import static dev.faroe.testkit.FaroeUserMutator.faroeUser;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Without the annotation, the kit on the class path changes nothing.
 */
@WithShop
class WithoutTheKitTests {

	@Test
	void everyBeanIsTheApplicationsOrFaroes(@Autowired ApplicationContext application) {
		assertThat(application.getBeansOfType(Clock.class)).isEmpty();
		assertThat(application.getBean(RateLimiter.class)).isNotInstanceOf(NoLimits.class);
		assertThat(application.getBeansOfType(CodeSender.class)).isEmpty();
		assertThat(AopUtils.isAopProxy(application.getBean(AccountStateService.class))).isFalse();
		assertThat(application.getBeanNamesForType(FaroeTestAutoConfiguration.class)).isEmpty();
	}

	@Test
	void everyPropertyIsTheApplications(@Autowired ConfigurableEnvironment environment) {
		assertThat(environment.getProperty("faroe.password.argon2.memory")).isEqualTo("32MB");
		assertThat(environment.containsProperty(FaroeContextCustomizerFactory.LIMITS)).isFalse();
	}

	@Test
	void userWhoIsNotInTheDatabaseIsKeptOut(@Autowired WebTestClient client) {
		client.mutateWith(faroeUser()).get().uri("/account").exchange().expectStatus().isSeeOther();
	}

}
