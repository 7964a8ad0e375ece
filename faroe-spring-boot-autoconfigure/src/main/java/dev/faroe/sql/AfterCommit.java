package dev.faroe.sql;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;

/**
 * What is done once the transaction that the caller is part of has committed. What is
 * rolled back is not followed by it.
 */
public final class AfterCommit {

	private static final Log logger = LogFactory.getLog(AfterCommit.class);

	private AfterCommit() {
	}

	/**
	 * Do something after the commit, or at once if there is no transaction. It cannot
	 * make the change fail, which has happened by then.
	 * @param action what to do
	 * @return a completion signal
	 */
	public static Mono<Void> run(Mono<Void> action) {
		Mono<Void> harmless = action.onErrorResume((ex) -> {
			logger.error("A step after a change has failed", ex);
			return Mono.empty();
		});
		return current().doOnNext((transaction) -> transaction.registerSynchronization(new Synchronization(harmless)))
			.hasElement()
			.flatMap((registered) -> registered ? Mono.empty() : harmless);
	}

	/**
	 * Keep the outcome of the transaction that the caller is part of back for a while
	 * after the commit. In a transaction of the application, the commit takes as long.
	 * @param time how long; with 0, not at all
	 * @return a completion signal
	 */
	public static Mono<Void> keepBack(Duration time) {
		return Mono.deferContextual((context) -> {
			LateOutcome outcome = LateOutcome.in(context);
			if (outcome == null) {
				return time.isZero() ? Mono.empty() : run(Mono.delay(time).then());
			}
			outcome.keepBack(time);
			return Mono.empty();
		});
	}

	/**
	 * Tell whether the caller is part of a transaction.
	 */
	static Mono<Boolean> isToCome() {
		return current().hasElement();
	}

	private static Mono<TransactionSynchronizationManager> current() {
		return TransactionSynchronizationManager.forCurrentTransaction()
			.filter(TransactionSynchronizationManager::isSynchronizationActive)
			.onErrorResume(NoTransactionException.class, (ex) -> Mono.empty());
	}

	/**
	 * No record: two that are equal are two.
	 */
	private static final class Synchronization implements TransactionSynchronization {

		private final Mono<Void> action;

		Synchronization(Mono<Void> action) {
			this.action = action;
		}

		@Override
		public Mono<Void> afterCommit() {
			return this.action;
		}

	}

}
