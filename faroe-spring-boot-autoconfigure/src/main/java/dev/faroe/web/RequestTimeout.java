package dev.faroe.web;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.ClassUtils;

/**
 * The longest time that a request may take.
 */
abstract class RequestTimeout implements Disposable {

	private static final boolean NETTY = ClassUtils.isPresent("io.netty.util.HashedWheelTimer",
			RequestTimeout.class.getClassLoader());

	static RequestTimeout of(Duration timeout) {
		return NETTY ? new Wheel(timeout) : new Scheduled(timeout);
	}

	/**
	 * Limit the time of a request.
	 * @return the response, or an error signal with a {@link TimeoutException}
	 */
	<T> Mono<T> limit(Mono<T> response) {
		return response.timeout(end(), Mono.error(TimeoutException::new));
	}

	/**
	 * Return what completes when the time is over.
	 */
	abstract Mono<?> end();

	/**
	 * Looks ten times a second for what is over. Exact timers cost a request a tenth of
	 * its time: event loops that set and cancel them wait for each other, and wake up the
	 * thread that waits for the next one.
	 */
	static final class Wheel extends RequestTimeout {

		private static final long TICK_MILLISECONDS = 100;

		private final HashedWheelTimer timer = new HashedWheelTimer(new DefaultThreadFactory("faroe-timeout", true),
				TICK_MILLISECONDS, TimeUnit.MILLISECONDS);

		private final Mono<?> end;

		Wheel(Duration timeout) {
			// At least one, as a timeout may be shorter.
			long milliseconds = Math.max(1, timeout.toMillis());
			this.end = Mono.create((sink) -> {
				Timeout running = this.timer.newTimeout((over) -> sink.success(), milliseconds, TimeUnit.MILLISECONDS);
				sink.onDispose(running::cancel);
			});
			// Otherwise the first request would wait for the thread.
			this.timer.start();
		}

		@Override
		Mono<?> end() {
			return this.end;
		}

		long running() {
			return this.timer.pendingTimeouts();
		}

		@Override
		public void dispose() {
			this.timer.stop();
		}

	}

	/**
	 * For applications without Netty.
	 */
	static final class Scheduled extends RequestTimeout {

		private final Scheduler scheduler = Schedulers.newSingle("faroe-timeout", true);

		private final Mono<?> end;

		Scheduled(Duration timeout) {
			this.end = Mono.delay(timeout, this.scheduler);
		}

		@Override
		Mono<?> end() {
			return this.end;
		}

		@Override
		public void dispose() {
			this.scheduler.dispose();
		}

	}

}
