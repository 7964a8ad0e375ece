package dev.faroe.cleanup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.faroe.test.MutableClock;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * {@link RequestCleanup}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RequestCleanupTests {

	private final MutableClock clock = new MutableClock();

	@Test
	void deletesBatchesUntilOneIsNotFull() {
		StepVerifier.create(cleanup(new Rows(25)).run()).expectNext(10, 10, 5).verifyComplete();
		StepVerifier.create(cleanup(new Rows(20)).run()).expectNext(10, 10, 0).verifyComplete();
		StepVerifier.create(cleanup(new Rows(0)).run()).expectNext(0).verifyComplete();
	}

	@Test
	void deletesOneKindAfterAnother() {
		StepVerifier.create(cleanup(new Rows(11), new Rows(2), new Rows(10)).run())
			.expectNext(10, 1, 2, 10, 0)
			.verifyComplete();
	}

	@Test
	void leavesWhatIsTooMuchForOneRunToTheNext() {
		Rows rows = new Rows(10 * RequestCleanup.MAX_BATCHES + 1);
		RequestCleanup cleanup = cleanup(rows);
		StepVerifier.create(cleanup.run()).expectNextCount(RequestCleanup.MAX_BATCHES).verifyComplete();
		StepVerifier.create(cleanup.run()).expectNext(1).verifyComplete();
	}

	@Test
	void tellsTimeForEachBatch() {
		List<Instant> times = new ArrayList<>();
		StepVerifier.create(cleanup((now, limit) -> {
			times.add(now);
			this.clock.advance(Duration.ofSeconds(1));
			return Mono.just((times.size() < 3) ? limit : 0);
		}).run()).expectNext(10, 10, 0).verifyComplete();
		assertThat(times.get(2)).isEqualTo(times.get(0).plusSeconds(2));
	}

	@Test
	void startsNoBatchAfterCancellation() {
		Rows rows = new Rows(100);
		StepVerifier.create(cleanup(rows).run().takeWhile((deleted) -> rows.batches.get() < 3))
			.expectNext(10, 10)
			.verifyComplete();
		assertThat(rows.batches).hasValue(3);
	}

	@Test
	void logsFailureInOneLineAndGoesOnWithNextKind(CapturedOutput output) {
		RequestCleanup cleanup = cleanup(
				(now, limit) -> Mono.error(new DataAccessResourceFailureException("DELETE\nFROM a table",
						new R2dbcNonTransientResourceException("a\nmessage", "08006"))),
				new Rows(3));
		StepVerifier.create(cleanup.run()).expectNext(3).verifyComplete();
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN")).toList()).singleElement()
			.asString()
			.endsWith("Expired requests could not be removed, the next cleanup tries again: "
					+ "io.r2dbc.spi.R2dbcNonTransientResourceException [SQL state 08006]");
		assertThat(output).doesNotContain("DELETE", "message", "\tat ");
	}

	@Test
	void survivesKindThatThrows() {
		StepVerifier.create(cleanup((now, limit) -> {
			throw new IllegalStateException("No pool");
		}, new Rows(3)).run()).expectNext(3).verifyComplete();
	}

	@Test
	void needsBatchesWithRoom() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RequestCleanup(List.of(), 0, this.clock));
	}

	private RequestCleanup cleanup(ExpiredRequests... kinds) {
		return new RequestCleanup(List.of(kinds), 10, this.clock);
	}

	/**
	 * A number of expired rows.
	 */
	private static final class Rows implements ExpiredRequests {

		private final AtomicInteger left;

		private final AtomicInteger batches = new AtomicInteger();

		Rows(int number) {
			this.left = new AtomicInteger(number);
		}

		@Override
		public Mono<Integer> deleteExpired(Instant now, int limit) {
			return Mono.fromSupplier(() -> {
				this.batches.incrementAndGet();
				int deleted = Math.min(this.left.get(), limit);
				this.left.addAndGet(-deleted);
				return deleted;
			});
		}

	}

}
