package dev.faroe.sample.operator;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.faroe.sample.operator.OperatorProperties.Charts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the charts of operators are made of.
 */
@Tag("one-jdk")
class SamplesTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private Samples samples(int points) {
		OperatorProperties settings = new OperatorProperties(false, Set.of(), Duration.ofMinutes(1),
				new Charts(Duration.ofSeconds(5), points));
		return new Samples(this.registry, new StaticListableBeanFactory().getBeanProvider(Clock.class), settings);
	}

	private void proofs(String outcome, int number) {
		this.registry.counter("faroe.authentication", "factor", "password", "outcome", outcome).increment(number);
	}

	@Test
	void haveWhatHasHappenedSinceTheLastOne() {
		proofs("SUCCESS", 5);
		Samples samples = samples(10);
		proofs("SUCCESS", 3);
		proofs("INCORRECT_PASSWORD", 2);
		proofs("CANCELLED", 1);
		this.registry.counter("faroe.rate.limit.hit", "limit", "login").increment(4);
		this.registry.timer("faroe.hashing.work").record(20, TimeUnit.MILLISECONDS);
		this.registry.timer("faroe.hashing.work").record(40, TimeUnit.MILLISECONDS);
		this.registry.gauge("faroe.hashing.queued", new AtomicInteger(7));
		this.registry.gauge("faroe.hashing.active", new AtomicInteger(2));
		samples.take();
		samples.take();
		Sample first = samples.all().get(0);
		assertThat(first).isEqualTo(new Sample(first.time(), 3, 3, 4, 30, 7, 2));
		Sample second = samples.all().get(1);
		assertThat(second).isEqualTo(new Sample(second.time(), 0, 0, 0, 0, 7, 2));
	}

	@Test
	void areNotMoreThanTheChartsShow() {
		Samples samples = samples(3);
		for (int i = 0; i < 10; i++) {
			proofs("SUCCESS", i);
			samples.take();
		}
		assertThat(samples.all()).extracting(Sample::logIns).containsExactly(7L, 8L, 9L);
	}

	@Test
	void addUpToWhatTheTableShows() {
		Samples samples = samples(10);
		proofs("SUCCESS", 2);
		this.registry.timer("faroe.hashing.work").record(20, TimeUnit.MILLISECONDS);
		samples.take();
		proofs("SUCCESS", 3);
		samples.take();
		Sample together = Sample.together(samples.all());
		assertThat(together).isEqualTo(new Sample(together.time(), 5, 0, 0, 20, 0, 0));
	}

}
