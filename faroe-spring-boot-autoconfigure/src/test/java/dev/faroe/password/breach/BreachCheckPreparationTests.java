package dev.faroe.password.breach;

import java.util.Map;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.test.publisher.PublisherProbe;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.fail;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class BreachCheckPreparationTests {

	@Test
	void preparesTheCheckOnceTheApplicationIsReady() {
		PublisherProbe<Void> preparation = PublisherProbe.empty();
		ready(Map.of("checker", checker(preparation.mono())));
		preparation.assertWasSubscribed();
	}

	@Test
	void leavesAFailureToTheFirstCheck() {
		Hooks.onErrorDropped((ex) -> fail("A failure was dropped", ex));
		try {
			ready(Map.of("checker", checker(Mono.error(new IllegalStateException("No trust store")))));
		}
		finally {
			Hooks.resetOnErrorDropped();
		}
	}

	@Test
	void leavesACheckOfTheApplicationAlone() {
		assertThatNoException().isThrownBy(() -> ready(Map.of()));
	}

	private static PwnedPasswordChecker checker(Mono<Void> preparation) {
		PwnedPasswordChecker checker = mock();
		given(checker.prepare()).willReturn(preparation);
		return checker;
	}

	private static void ready(Map<String, Object> beans) {
		new BreachCheckPreparation(new StaticListableBeanFactory(beans).getBeanProvider(PwnedPasswordChecker.class))
			.onApplicationEvent(mock(ApplicationReadyEvent.class));
	}

}
