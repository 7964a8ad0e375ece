package dev.faroe.sql;

import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.AbstractReactiveTransactionManager;
import org.springframework.transaction.reactive.GenericReactiveTransaction;
import org.springframework.transaction.reactive.TransactionCallback;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the outcome of a transaction is told.
 */
class LateOutcomeTests {

	private static final Duration WHILE = Duration.ofMillis(100);

	private final VirtualTimeScheduler timer = VirtualTimeScheduler.getOrSet();

	private final List<String> log = new ArrayList<>();

	private final TransactionalOperator transaction = new TranslatingTransaction(new LoggedTransaction());

	@AfterEach
	void stop() {
		VirtualTimeScheduler.reset();
	}

	private void run(Mono<String> change) {
		change.subscribe((outcome) -> this.log.add(outcome), (ex) -> this.log.add("failure"),
				() -> this.log.add("completion"));
	}

	@Test
	void isToldAtOnceByDefault() {
		run(Mono.just("done").as(this.transaction::transactional));
		assertThat(this.log).containsExactly("commit", "done", "completion");
	}

	@Test
	void isKeptBackWhileTheConnectionIsFree() {
		run(AfterCommit.keepBack(WHILE).thenReturn("done").as(this.transaction::transactional));
		assertThat(this.log).containsExactly("commit");
		this.timer.advanceTimeBy(WHILE.minusMillis(1));
		assertThat(this.log).containsExactly("commit");
		this.timer.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.log).containsExactly("commit", "done", "completion");
	}

	@Test
	void isKeptBackWithoutAValue() {
		run(AfterCommit.keepBack(WHILE).then(Mono.<String>empty()).as(this.transaction::transactional));
		assertThat(this.log).containsExactly("commit");
		this.timer.advanceTimeBy(WHILE);
		assertThat(this.log).containsExactly("commit", "completion");
	}

	@Test
	void isKeptBackForTheLongestTime() {
		run(AfterCommit.keepBack(WHILE)
			.then(AfterCommit.keepBack(WHILE.multipliedBy(2)))
			.then(AfterCommit.keepBack(Duration.ZERO))
			.thenReturn("done")
			.as(this.transaction::transactional));
		this.timer.advanceTimeBy(WHILE);
		assertThat(this.log).containsExactly("commit");
		this.timer.advanceTimeBy(WHILE);
		assertThat(this.log).contains("done");
	}

	@Test
	void ofAFailureIsToldAtOnce() {
		run(AfterCommit.keepBack(WHILE)
			.then(Mono.<String>error(new IllegalStateException()))
			.as(this.transaction::transactional));
		assertThat(this.log).containsExactly("rollback", "failure");
	}

	@Test
	void isKeptBackOnceInATransactionOfTheApplication() {
		run(AfterCommit.keepBack(WHILE)
			.then(AfterCommit.keepBack(WHILE.multipliedBy(2)))
			.then(AfterCommit.keepBack(WHILE))
			.thenReturn("done")
			.as(TransactionalOperator.create(new ApplicationTransactions())::transactional));
		assertThat(this.log).containsExactly("commit");
		this.timer.advanceTimeBy(WHILE);
		assertThat(this.log).containsExactly("commit");
		this.timer.advanceTimeBy(WHILE);
		assertThat(this.log).containsExactly("commit", "done", "completion");
	}

	@Test
	void isFollowedByAllElseEvenIfNobodyWaitsForIt() {
		AfterCommit.keepBack(WHILE)
			.then(AfterCommit.run(Mono.fromRunnable(() -> this.log.add("after"))))
			.as(TransactionalOperator.create(new ApplicationTransactions())::transactional)
			.subscribe()
			.dispose();
		this.timer.advanceTimeBy(WHILE);
		assertThat(this.log).containsExactly("commit", "after");
	}

	private final class ApplicationTransactions extends AbstractReactiveTransactionManager {

		@Serial
		private static final long serialVersionUID = 1L;

		@Override
		protected Object doGetTransaction(TransactionSynchronizationManager transaction) {
			return new Object();
		}

		@Override
		protected Mono<Void> doBegin(TransactionSynchronizationManager transaction, Object begun,
				TransactionDefinition definition) {
			return Mono.empty();
		}

		@Override
		protected Mono<Void> doCommit(TransactionSynchronizationManager transaction,
				GenericReactiveTransaction status) {
			return Mono.fromRunnable(() -> LateOutcomeTests.this.log.add("commit"));
		}

		@Override
		protected Mono<Void> doRollback(TransactionSynchronizationManager transaction,
				GenericReactiveTransaction status) {
			return Mono.fromRunnable(() -> LateOutcomeTests.this.log.add("rollback"));
		}

	}

	private final class LoggedTransaction implements TransactionalOperator {

		@Override
		public <T> Mono<T> transactional(Mono<T> mono) {
			return mono.materialize()
				.doOnNext((end) -> LateOutcomeTests.this.log.add(end.isOnError() ? "rollback" : "commit"))
				.dematerialize();
		}

		@Override
		public <T> Flux<T> execute(TransactionCallback<T> action) {
			throw new UnsupportedOperationException();
		}

	}

}
