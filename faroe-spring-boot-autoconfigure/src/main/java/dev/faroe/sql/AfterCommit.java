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
	 * after the commit. In a transaction of the application, the commit takes as long: as
	 * the longest of what is asked for, not as all together.
	 * @param time how long; with 0, not at all
	 * @return a completion signal
	 */
	public static Mono<Void> keepBack(Duration time) {
		return Mono.deferContextual((context) -> {
			LateOutcome outcome = LateOutcome.in(context);
			if (outcome == null) {
				return time.isZero() ? Mono.empty() : delayCommit(time);
			}
			outcome.keepBack(time);
			return Mono.empty();
		});
	}

	private static Mono<Void> delayCommit(Duration time) {
		return current().map((transaction) -> LateCommit.of(transaction).keepBack(time))
			.hasElement()
			.flatMap((registered) -> registered ? Mono.empty() : Mono.delay(time).then());
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

	/**
	 * The one wait of a transaction of the application.
	 */
	private static final class LateCommit implements TransactionSynchronization {

		private final LateOutcome outcome = new LateOutcome();

		static LateCommit of(TransactionSynchronizationManager transaction) {
			return transaction.getSynchronizations()
				.stream()
				.filter(LateCommit.class::isInstance)
				.map(LateCommit.class::cast)
				.findFirst()
				.orElseGet(() -> {
					LateCommit added = new LateCommit();
					transaction.registerSynchronization(added);
					return added;
				});
		}

		LateCommit keepBack(Duration time) {
			this.outcome.keepBack(time);
			return this;
		}

		@Override
		public Mono<Void> afterCommit() {
			return this.outcome.after(Mono.empty());
		}

	}

}
