package dev.faroe.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

import dev.faroe.ratelimit.BucketCommand.Operation;
import dev.faroe.ratelimit.BucketCommand.Outcome;
import reactor.core.publisher.Mono;

/**
 * Lets one command at a time work on a bucket. Operations that come meanwhile wait and
 * are the next command together: many guesses at one secret do not make each other's
 * compare-and-swap fail, so that a crowd cannot look like a store that has gone away.
 */
final class TurnsByKey {

	private final Map<String, List<Turn>> waiting = new ConcurrentHashMap<>();

	private final BiFunction<String, BucketCommand, CompletableFuture<List<Outcome>>> executor;

	private final Duration timeout;

	/**
	 * Create turns.
	 * @param executor what executes a command on the bucket of a key
	 * @param timeout how long a command may take
	 */
	TurnsByKey(BiFunction<String, BucketCommand, CompletableFuture<List<Outcome>>> executor, Duration timeout) {
		this.executor = executor;
		this.timeout = timeout;
	}

	/**
	 * Execute an operation.
	 * @param key the key of the bucket
	 * @param operation the operation
	 * @return the outcome; cancelling it while it waits leaves the operation out
	 */
	CompletableFuture<Outcome> execute(String key, Operation operation) {
		Turn turn = new Turn(operation, new CompletableFuture<>());
		List<Turn> next = new ArrayList<>();
		this.waiting.compute(key, (same, turns) -> {
			if (turns == null) {
				next.add(turn);
				return new ArrayList<>();
			}
			turns.add(turn);
			return turns;
		});
		start(key, next);
		return turn.result();
	}

	private void start(String key, List<Turn> candidates) {
		if (candidates.isEmpty()) {
			return;
		}
		List<Turn> turns = candidates.stream().filter((turn) -> !turn.result().isDone()).toList();
		command(key, turns).whenComplete((outcomes, failure) -> {
			start(key, next(key));
			for (int index = 0; index < turns.size(); index++) {
				turns.get(index).result().complete((failure != null) ? Outcome.failed(failure) : outcomes.get(index));
			}
		});
	}

	private CompletableFuture<List<Outcome>> command(String key, List<Turn> turns) {
		if (turns.isEmpty()) {
			return CompletableFuture.completedFuture(List.of());
		}
		BucketCommand command = new BucketCommand(turns.stream().map(Turn::operationIfAwaited).toList());
		return Mono
			.fromFuture(() -> this.executor.apply(key, command)
				.exceptionally((failure) -> Collections.nCopies(turns.size(), Outcome.failed(failure))))
			.timeout(this.timeout)
			.toFuture();
	}

	private List<Turn> next(String key) {
		List<Turn> next = new ArrayList<>();
		this.waiting.computeIfPresent(key, (same, turns) -> {
			next.addAll(turns);
			return turns.isEmpty() ? null : new ArrayList<>();
		});
		return next;
	}

	/**
	 * Return how many keys have a command under way.
	 * @return the number
	 */
	int underWay() {
		return this.waiting.size();
	}

	private record Turn(Operation operation, CompletableFuture<Outcome> result) {

		/**
		 * What was read for an operation can arrive long after everybody has given up.
		 */
		Operation operationIfAwaited() {
			return (bucket, now) -> this.result.isDone() ? Outcome.DONE : this.operation.apply(bucket, now);
		}

	}

}
