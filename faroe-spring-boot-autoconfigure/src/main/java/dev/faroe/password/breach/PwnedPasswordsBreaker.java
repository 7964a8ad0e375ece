package dev.faroe.password.breach;

import java.time.Clock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

/**
 * Keeps calls from a service that does not work. It opens when the last calls all failed,
 * and after a while lets one call through: its outcome closes the breaker or keeps it
 * open.
 */
final class PwnedPasswordsBreaker {

	private static final Log logger = LogFactory.getLog(PwnedPasswordChecker.class);

	private final BreachCheckProperties settings;

	private final CircuitBreaker breaker;

	private final AtomicBoolean acquiring = new AtomicBoolean();

	private final Queue<Runnable> records = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waitingRecords = new AtomicInteger();

	private volatile String lastFailure = "";

	PwnedPasswordsBreaker(BreachCheckProperties settings, Clock clock) {
		this.settings = settings;
		this.breaker = CircuitBreaker.of("faroe-pwned-passwords",
				CircuitBreakerConfig.custom()
					.clock(clock)
					.slidingWindowSize(settings.failureThreshold())
					.minimumNumberOfCalls(settings.failureThreshold())
					.failureRateThreshold(100)
					.waitDurationInOpenState(settings.openDuration())
					.permittedNumberOfCallsInHalfOpenState(1)
					.ignoreException((failure) -> failure instanceof RangeException ex && !ex.isServiceAtFault())
					.build());
		this.breaker.getEventPublisher()
			.onError((event) -> this.lastFailure = String.valueOf(event.getThrowable().getMessage()))
			.onStateTransition((event) -> log(event.getStateTransition()));
	}

	private void log(StateTransition transition) {
		if (transition == StateTransition.CLOSED_TO_OPEN) {
			String message = "Checks for breached passwords are suspended, and tried again every "
					+ this.settings.openDuration() + ": " + this.settings.baseUrl() + " " + this.lastFailure
					+ ". Until they work again, ";
			// Who allows failures expects them; who rejects passwords because of them has
			// to act.
			switch (this.settings.onFailure()) {
				case ALLOW -> logger.info(message + "passwords are accepted without them.");
				case REJECT -> logger.warn(message + "new passwords are refused.");
			}
		}
		else if (transition == StateTransition.HALF_OPEN_TO_CLOSED) {
			logger.info("Checks for breached passwords work again.");
		}
	}

	/**
	 * Guard a call. Each subscription counts as one call; one that is cancelled counts as
	 * none.
	 */
	Mono<Boolean> guard(Mono<Boolean> call) {
		return Mono.defer(() -> {
			if (!tryAcquire()) {
				return Mono.error(RangeException.notAsked("checks are suspended"));
			}
			long start = System.nanoTime();
			AtomicBoolean ended = new AtomicBoolean();
			return call.doOnSuccess((outcome) -> {
				if (ended.compareAndSet(false, true)) {
					long duration = System.nanoTime() - start;
					record(() -> this.breaker.onSuccess(duration, TimeUnit.NANOSECONDS));
				}
			}).doOnError((failure) -> {
				if (ended.compareAndSet(false, true)) {
					long duration = System.nanoTime() - start;
					record(() -> this.breaker.onError(duration, TimeUnit.NANOSECONDS, failure));
				}
			}).doOnCancel(() -> {
				if (ended.compareAndSet(false, true)) {
					record(this.breaker::releasePermission);
				}
			});
		});
	}

	/**
	 * An open breaker takes a lock to let a call through, and event loops must not wait
	 * for it: while one thread tries, the others are refused, as they would be after it.
	 */
	private boolean tryAcquire() {
		if (this.breaker.getState() != State.OPEN) {
			return this.breaker.tryAcquirePermission();
		}
		if (!this.acquiring.compareAndSet(false, true)) {
			return false;
		}
		try {
			return this.breaker.tryAcquirePermission();
		}
		finally {
			this.acquiring.set(false);
		}
	}

	/**
	 * The breaker takes a lock to record an outcome, too: one thread at a time records
	 * what all have brought, so that none waits. (Its lock-free window fails for a single
	 * call.)
	 */
	private void record(Runnable outcome) {
		this.records.add(outcome);
		if (this.waitingRecords.getAndIncrement() == 0) {
			do {
				this.records.remove().run();
			}
			while (this.waitingRecords.decrementAndGet() > 0);
		}
	}

	boolean isClosed() {
		return this.breaker.getState() == State.CLOSED;
	}

}
