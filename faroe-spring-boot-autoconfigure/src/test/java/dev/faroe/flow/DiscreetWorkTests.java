package dev.faroe.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an answer tells by its time.
 */
class DiscreetWorkTests {

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

	private final DiscreetWork work = new DiscreetWork(1, Duration.ofMillis(300), this.timer);

	private final List<String> answers = new ArrayList<>();

	@AfterEach
	void stop() {
		this.timer.dispose();
	}

	private <T> Mono<T> after(long millis, Mono<T> rest) {
		return Mono.delay(Duration.ofMillis(millis), this.timer).then(rest);
	}

	private void ask(Mono<String> question) {
		question.subscribe(this.answers::add, (ex) -> this.answers.add(String.valueOf(ex.getMessage())));
	}

	private void pass(long millis) {
		this.timer.advanceTimeBy(Duration.ofMillis(millis));
	}

	@Test
	void isTheSameForAllAnswersThatAreEven() {
		ask(this.work.evenly(after(10, Mono.just("known"))));
		ask(this.work.evenly(after(200, Mono.just("unknown"))));
		ask(this.work.evenly(after(50, Mono.error(new IllegalStateException("failed")))));
		pass(299);
		assertThat(this.answers).isEmpty();
		pass(1);
		assertThat(this.answers).containsExactlyInAnyOrder("known", "unknown", "failed");
	}

	@Test
	void isNoLongerThanTheWorkThatTakesLonger() {
		ask(this.work.evenly(after(400, Mono.just("late"))));
		pass(399);
		assertThat(this.answers).isEmpty();
		pass(1);
		assertThat(this.answers).containsExactly("late");
	}

	@Test
	void isThatOfAFailureAlone() {
		ask(this.work.slowFailures(after(10, Mono.just("right"))));
		ask(this.work.slowFailures(after(10, Mono.error(new IllegalStateException("wrong")))));
		pass(10);
		assertThat(this.answers).containsExactly("right");
		pass(290);
		assertThat(this.answers).containsExactly("right", "wrong");
	}

}
