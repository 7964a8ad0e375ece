package dev.faroe.sql;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.transaction.reactive.TransactionCallback;
import org.springframework.transaction.reactive.TransactionalOperator;

/**
 * Transactions whose failures to begin, to commit and to roll back are translated like
 * those of a statement, and whose outcomes can be kept back.
 *
 * @param delegate what runs the transactions
 */
record TranslatingTransaction(TransactionalOperator delegate) implements TransactionalOperator {

	@Override
	public <T> Mono<T> transactional(Mono<T> mono) {
		Mono<T> translated = this.delegate.transactional(mono).onErrorMap(DatabaseFailures::translate);
		return AfterCommit.isToCome().flatMap((part) -> {
			if (part) {
				return translated;
			}
			LateOutcome outcome = new LateOutcome();
			return outcome.after(translated.contextWrite(outcome::putInto));
		});
	}

	@Override
	public <T> Flux<T> transactional(Flux<T> flux) {
		return this.delegate.transactional(flux).onErrorMap(DatabaseFailures::translate);
	}

	@Override
	public <T> Flux<T> execute(TransactionCallback<T> action) {
		return this.delegate.execute(action).onErrorMap(DatabaseFailures::translate);
	}

}
