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
 * Knows whether Redis can be asked. After a few failures in a row it is not asked any
 * more, except by a probe every now and then, until a probe succeeds: attempts do not
 * wait for a store that is away.
 */
final class RedisLink implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(RedisRateLimiter.class);

	private static final int TOLERATED_FAILURES = 2;

	/**
	 * A first connection may take longer than an attempt would wait.
	 */
	private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);

	private final RedisRateLimitSettings settings;

	private final Mono<Void> probe;

	private final AtomicBoolean available = new AtomicBoolean(true);

	private final AtomicInteger failuresInARow = new AtomicInteger();

	private final LongAdder failures = new LongAdder();

	private final Disposable.Swap probing = Disposables.swap();

	/**
	 * Create a link.
	 * @param settings the settings
	 * @param probe succeeds when limits in Redis work
	 */
	RedisLink(RedisRateLimitSettings settings, Mono<Void> probe) {
		this.settings = settings;
		this.probe = probe.timeout(PROBE_TIMEOUT);
	}

	/**
	 * Look for Redis, and wait for what comes of it.
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
	 * Ask Redis if it can be asked.
	 * @param call asks Redis
	 * @param otherwise takes over if the call fails or is not made
	 * @param <T> what is asked for
	 * @return the answer of either, on a thread that the connection to Redis does not
	 * need
	 */
	<T> Mono<T> call(Mono<T> call, Mono<T> otherwise) {
		return Mono.defer(() -> {
			if (!this.available.get()) {
				this.failures.increment();
				return otherwise;
			}
			return call.timeout(this.settings.timeout())
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
		logger.warn("Redis cannot be asked for rate limits (" + failure.getClass().getName() + "). Until it can, "
				+ switch (this.settings.onFailure()) {
					case ALLOW -> "this instance counts on its own.";
					case REJECT -> "what is under a limit is refused.";
				});
		Retry again = Retry.fixedDelay(Long.MAX_VALUE, this.settings.probeInterval());
		this.probing.update(Mono.delay(this.settings.probeInterval())
			.then(this.probe.retryWhen(again))
			.subscribe(null, (ex) -> logger.error("Redis is not looked for any more", ex), this::comeBack));
	}

	private void comeBack() {
		this.failuresInARow.set(0);
		if (this.available.compareAndSet(false, true)) {
			logger.info("Redis can be asked for rate limits again.");
		}
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
