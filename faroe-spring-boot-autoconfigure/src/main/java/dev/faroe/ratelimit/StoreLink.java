package dev.faroe.ratelimit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

import dev.faroe.FaroeException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Knows whether a store can be asked. After a few failures in a row it is not asked any
 * more, except by a probe every now and then, until a probe succeeds: attempts do not
 * wait for a store that is away.
 */
final class StoreLink implements AutoCloseable {

	private static final int TOLERATED_FAILURES = 2;

	/**
	 * A first connection may take longer than an attempt would wait.
	 */
	private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);

	private final Log logger;

	private final String store;

	private final Mono<?> probe;

	private final Duration timeout;

	private final Duration probeInterval;

	private final String meanwhile;

	private final AtomicBoolean available = new AtomicBoolean(true);

	private final AtomicInteger failuresInARow = new AtomicInteger();

	private final LongAdder failures = new LongAdder();

	private final Disposable.Swap probing = Disposables.swap();

	StoreLink(RateLimiter store, Mono<?> probe, Duration timeout, Duration probeInterval, String meanwhile) {
		this.logger = LogFactory.getLog(store.getClass());
		this.store = store.toString();
		this.probe = probe.timeout(PROBE_TIMEOUT);
		this.timeout = timeout;
		this.probeInterval = probeInterval;
		this.meanwhile = meanwhile;
	}

	/**
	 * Look for the store, and wait for what comes of it.
	 */
	void open() {
		try {
			this.probe.block();
		}
		catch (RuntimeException ex) {
			leave(ex);
		}
	}

	/**
	 * Ask the store if it can be asked.
	 * @param otherwise takes over if the call fails or is not made
	 */
	<T> Mono<T> call(Mono<T> call, Mono<T> otherwise) {
		return Mono.defer(() -> {
			if (!this.available.get()) {
				this.failures.increment();
				return otherwise;
			}
			return call.timeout(this.timeout)
				.doOnSuccess((answer) -> this.failuresInARow.set(0))
				.doOnError(FaroeException.class, (refusal) -> this.failuresInARow.set(0))
				.publishOn(Schedulers.parallel())
				.onErrorResume(isFailure(), (failure) -> {
					failed(failure);
					return otherwise;
				});
		});
	}

	private static Predicate<Throwable> isFailure() {
		return (ex) -> !(ex instanceof FaroeException);
	}

	private void failed(Throwable failure) {
		this.failures.increment();
		if (this.failuresInARow.incrementAndGet() > TOLERATED_FAILURES) {
			leave(failure);
		}
	}

	private void leave(Throwable failure) {
		if (!this.available.compareAndSet(true, false)) {
			return;
		}
		this.logger.warn(this.store + " cannot be asked for rate limits (" + failure.getClass().getName()
				+ "). Until it can, " + this.meanwhile);
		Retry again = Retry.fixedDelay(Long.MAX_VALUE, this.probeInterval);
		this.probing.update(Mono.delay(this.probeInterval)
			.then(this.probe.retryWhen(again))
			.subscribe(null, (ex) -> this.logger.error(this.store + " is not looked for any more", ex),
					this::comeBack));
	}

	private void comeBack() {
		this.failuresInARow.set(0);
		this.logger.info(this.store + " can be asked for rate limits again.");
		this.available.set(true);
	}

	boolean isAvailable() {
		return this.available.get();
	}

	long failures() {
		return this.failures.sum();
	}

	@Override
	public void close() {
		this.probing.dispose();
	}

}
