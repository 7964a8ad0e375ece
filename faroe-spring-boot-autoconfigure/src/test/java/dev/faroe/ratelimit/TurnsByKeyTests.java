package dev.faroe.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.faroe.ratelimit.BucketCommand.Operation;
import dev.faroe.ratelimit.BucketCommand.Outcome;
import io.github.bucket4j.distributed.remote.MutableBucketEntry;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TurnsByKeyTests {

	private static final Duration LONG = Duration.ofMinutes(5);

	private final List<Execution> executions = new ArrayList<>();

	private final TurnsByKey turns = new TurnsByKey(this::execute, LONG);

	private CompletableFuture<List<Outcome>> execute(String key, BucketCommand command) {
		Execution execution = new Execution(key, command, new CompletableFuture<>());
		this.executions.add(execution);
		return execution.result();
	}

	private static Operation numbered(long number) {
		return (bucket, now) -> new Outcome(number, 0, null);
	}

	@Test
	void executesWhatCameMeanwhileAsOneCommand() {
		CompletableFuture<Outcome> first = this.turns.execute("key", numbered(1));
		CompletableFuture<Outcome> second = this.turns.execute("key", numbered(2));
		CompletableFuture<Outcome> third = this.turns.execute("key", numbered(3));
		assertThat(this.executions).hasSize(1);
		this.executions.get(0).run();
		assertThat(first.join().generation()).isEqualTo(1);
		assertThat(second).isNotDone();
		assertThat(this.executions).hasSize(2);
		this.executions.get(1).run();
		assertThat(second.join().generation()).isEqualTo(2);
		assertThat(third.join().generation()).isEqualTo(3);
		assertThat(this.turns.underWay()).isZero();
	}

	@Test
	void doesNotLetKeysWaitForEachOther() {
		this.turns.execute("key", numbered(1));
		this.turns.execute("another key", numbered(2));
		assertThat(this.executions).extracting(Execution::key).containsExactly("key", "another key");
	}

	@Test
	void leavesOutWhatNobodyWaitsFor() {
		CompletableFuture<Outcome> first = this.turns.execute("key", numbered(1));
		CompletableFuture<Outcome> second = this.turns.execute("key", numbered(2));
		CompletableFuture<Outcome> third = this.turns.execute("key", numbered(3));
		first.cancel(true);
		second.cancel(true);
		assertThat(this.executions.get(0).run()).containsExactly(Outcome.DONE);
		assertThat(this.executions.get(1).run()).hasSize(1);
		assertThat(third.join().generation()).isEqualTo(3);
	}

	@Test
	void goesOnAfterAFailure() {
		CompletableFuture<Outcome> first = this.turns.execute("key", numbered(1));
		CompletableFuture<Outcome> second = this.turns.execute("key", numbered(2));
		this.executions.get(0).result().completeExceptionally(new IllegalStateException("broken"));
		assertThat(first.join().failure()).hasMessageContaining("broken");
		this.executions.get(1).run();
		assertThat(second.join().generation()).isEqualTo(2);
	}

	@Test
	void goesOnAfterAnExecutorThatThrows() {
		TurnsByKey broken = new TurnsByKey((key, command) -> {
			throw new IllegalStateException("broken");
		}, LONG);
		assertThat(broken.execute("key", numbered(1)).join().failure()).hasMessageContaining("broken");
		assertThat(broken.underWay()).isZero();
	}

	@Test
	void doesNotWaitForeverForAStoreThatDoesNotAnswer() {
		TurnsByKey impatient = new TurnsByKey((key, command) -> new CompletableFuture<>(), Duration.ofMillis(1));
		assertThat(impatient.execute("key", numbered(1)).join().failure()).isNotNull();
		assertThat(impatient.underWay()).isZero();
	}

	private record Execution(String key, BucketCommand command, CompletableFuture<List<Outcome>> result) {

		List<Outcome> run() {
			List<Outcome> outcomes = this.command.execute(new MutableBucketEntry((RemoteBucketState) null), 0)
				.getData();
			this.result.complete(outcomes);
			return outcomes;
		}

	}

}
