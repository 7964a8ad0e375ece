package dev.faroe.delivery;

import reactor.core.publisher.Mono;

import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;

/**
 * Something to do when a transaction has committed. No record: two that are equal are two
 * things to do.
 */
final class AfterCommit implements TransactionSynchronization {

	private final Runnable action;

	private AfterCommit(Runnable action) {
		this.action = action;
	}

	/**
	 * Do something when the transaction of the caller has committed, or at once without
	 * one.
	 */
	static Mono<Void> run(Runnable action) {
		return Mono.defer(() -> TransactionSynchronizationManager.forCurrentTransaction()
			.filter(TransactionSynchronizationManager::isSynchronizationActive)
			.onErrorResume(NoTransactionException.class, (ex) -> Mono.empty())
			.doOnNext((transaction) -> transaction.registerSynchronization(new AfterCommit(action)))
			.switchIfEmpty(Mono.fromRunnable(action))
			.then());
	}

	@Override
	public Mono<Void> afterCommit() {
		return Mono.fromRunnable(this.action);
	}

}
