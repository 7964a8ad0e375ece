package dev.faroe.ratelimit;

import reactor.core.publisher.Mono;

/**
 * Counts attempts at one secret where a {@link RateLimit} does not, such as in its row in
 * the database. What it counts has to stay when a transaction of the caller is rolled
 * back.
 */
public interface AttemptCounter {

	/**
	 * Charge an attempt, before it is made.
	 * @return a completion signal, or an error signal if there must be no attempt, which
	 * then is not charged
	 */
	Mono<Void> charge();

	/**
	 * Take the charge of an attempt back: nothing was compared, or the secret was right
	 * and something else failed.
	 * @return a completion signal
	 */
	Mono<Void> giveBack();

	/**
	 * Settle the charge of an attempt that succeeded.
	 * @return a completion signal
	 */
	default Mono<Void> succeed() {
		return giveBack();
	}

	/**
	 * Settle the charge of an attempt that failed: it stays.
	 * @return a completion signal
	 */
	default Mono<Void> fail() {
		return Mono.empty();
	}

}
