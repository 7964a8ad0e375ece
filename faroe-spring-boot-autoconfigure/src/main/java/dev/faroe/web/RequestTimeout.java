package dev.faroe.web;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The longest time that a request may take.
 */
final class RequestTimeout implements Disposable {

	private static final long TICK_MILLISECONDS = 100;

	private final Duration timeout;

	private final Scheduler scheduler = Schedulers.newSingle("faroe-timeout", true);

	RequestTimeout(Duration timeout) {
		this.timeout = timeout;
		// A request that is the next to time out would wake the thread up, to have it
		// wait for something else. With this, there is nearly always something earlier.
		this.scheduler.schedulePeriodically(() -> {
		}, TICK_MILLISECONDS, TICK_MILLISECONDS, TimeUnit.MILLISECONDS);
	}

	/**
	 * Limit the time of a request.
	 * @return the response, or an error signal with a {@link TimeoutException}
	 */
	<T> Mono<T> limit(Mono<T> response) {
		return response.timeout(this.timeout, Mono.error(TimeoutException::new), this.scheduler);
	}

	@Override
	public void dispose() {
		this.scheduler.dispose();
	}

}
