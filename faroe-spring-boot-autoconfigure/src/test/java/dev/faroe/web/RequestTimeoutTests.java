package dev.faroe.web;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;

class RequestTimeoutTests {

	@ParameterizedTest
	@MethodSource("timeouts")
	void requestThatTakesTooLongFails(RequestTimeout timeout) {
		TestPublisher<String> response = TestPublisher.create();
		StepVerifier.create(timeout.limit(response.mono()))
			.expectError(TimeoutException.class)
			.verify(Duration.ofMinutes(1));
		response.assertWasCancelled();
		timeout.dispose();
	}

	static Stream<RequestTimeout> timeouts() {
		return Stream.of(new RequestTimeout.Wheel(Duration.ofMillis(10)), new RequestTimeout.Wheel(Duration.ofNanos(1)),
				new RequestTimeout.Scheduled(Duration.ofMillis(10)));
	}

	@Test
	void requestThatIsAnsweredLeavesNothingBehind() {
		RequestTimeout.Wheel timeout = new RequestTimeout.Wheel(Duration.ofDays(1));
		for (int i = 0; i < 1000; i++) {
			StepVerifier.create(timeout.limit(Mono.just("answer"))).expectNext("answer").verifyComplete();
		}
		TestPublisher<String> response = TestPublisher.create();
		timeout.limit(response.mono()).subscribe().dispose();
		response.assertWasCancelled();
		// The thread of the timer removes them at its next turn.
		while (timeout.running() > 0) {
			Thread.onSpinWait();
		}
		assertThat(timeout.running()).isZero();
		timeout.dispose();
	}

	@Test
	void usesNettysTimerWhereThereIsOne() {
		RequestTimeout timeout = RequestTimeout.of(Duration.ofSeconds(30));
		assertThat(timeout).isInstanceOf(RequestTimeout.Wheel.class);
		timeout.dispose();
	}

}
