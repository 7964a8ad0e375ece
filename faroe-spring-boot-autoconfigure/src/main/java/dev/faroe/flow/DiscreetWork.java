package dev.faroe.flow;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps from whoever waits for an answer what it was made of: what depends on whether
 * there is an account is done after the answer, or the answer takes a time that is longer
 * than either.
 */
final class DiscreetWork {

	private static final Log logger = LogFactory.getLog(DiscreetWork.class);

	/** What is not done by then never will be. */
	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	/**
	 * What begins at once competes with the answer for the processors, and the slowest of
	 * many answers tell.
	 */
	private static final Duration PAUSE = Duration.ofMillis(30);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final Semaphore room;

	private final Duration failureTime;

	private final Scheduler scheduler;

	DiscreetWork(int capacity, Duration failureTime, Scheduler scheduler) {
		this.room = new Semaphore(capacity);
		this.failureTime = failureTime;
		this.scheduler = scheduler;
	}

	/**
	 * Do something after the answer.
	 * @return a completion signal before it is done, or an error signal with
	 * {@link FaroeError#SERVICE_UNAVAILABLE} if too much is being done already
	 */
	Mono<Void> afterwards(Mono<?> work) {
		return Mono.defer(() -> {
			if (!this.room.tryAcquire()) {
				return Mono.error(new FaroeException(FaroeError.SERVICE_UNAVAILABLE, RETRY_AFTER));
			}
			Mono.delay(PAUSE, this.scheduler)
				.then(work)
				.timeout(TIMEOUT, this.scheduler)
				.doFinally((signal) -> this.room.release())
				.subscribe((done) -> {
				}, DiscreetWork::report);
			return Mono.empty();
		});
	}

	private static void report(Throwable ex) {
		if (ex instanceof FaroeException failure && failure.error() != FaroeError.SERVICE_UNAVAILABLE) {
			logger.debug("What was asked for was not done: " + failure.error());
			return;
		}
		logger.warn("What was asked for was not done: " + ex.getClass().getName());
	}

	/**
	 * Let a failure take as long as any.
	 */
	<T> Mono<T> slowFailures(Mono<T> verification) {
		return Mono.defer(() -> {
			long begin = this.scheduler.now(TimeUnit.NANOSECONDS);
			return verification
				.onErrorResume((ex) -> Mono.delay(remaining(begin), this.scheduler).then(Mono.error(ex)));
		});
	}

	/**
	 * Let a success take as long as any, and a failure, too.
	 */
	<T> Mono<T> evenly(Mono<T> work) {
		return Mono.defer(() -> {
			long begin = this.scheduler.now(TimeUnit.NANOSECONDS);
			return slowFailures(work).delayUntil((done) -> Mono.delay(remaining(begin), this.scheduler));
		});
	}

	private Duration remaining(long begin) {
		long spent = this.scheduler.now(TimeUnit.NANOSECONDS) - begin;
		Duration rest = this.failureTime.minusNanos(spent);
		return rest.isNegative() ? Duration.ZERO : rest;
	}

}
