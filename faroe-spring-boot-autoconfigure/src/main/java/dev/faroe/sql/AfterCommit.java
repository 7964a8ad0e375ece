package dev.faroe.sql;

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
		return TransactionSynchronizationManager.forCurrentTransaction()
			.filter(TransactionSynchronizationManager::isSynchronizationActive)
			.onErrorResume(NoTransactionException.class, (ex) -> Mono.empty())
			.doOnNext((transaction) -> transaction.registerSynchronization(new Synchronization(harmless)))
			.hasElement()
			.flatMap((registered) -> registered ? Mono.empty() : harmless);
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
