package dev.faroe.passkey;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.DisposableBean;

/**
 * The threads that read and verify what authenticators answer, which takes a while and
 * can be made to take longer.
 */
final class CeremonyThreads implements DisposableBean {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private static final int IDLE_SECONDS = 60;

	private final Scheduler scheduler;

	CeremonyThreads(int threads, int queueCapacity) {
		// The capacity is one thread's.
		this.scheduler = Schedulers.newBoundedElastic(threads, Math.max(1, queueCapacity / threads), "faroe-passkeys",
				IDLE_SECONDS, true);
	}

	<T> Mono<T> run(Callable<T> work) {
		return Mono.fromCallable(work)
			.subscribeOn(this.scheduler)
			.onErrorMap(RejectedExecutionException.class,
					(ex) -> new FaroeException(FaroeError.SERVICE_UNAVAILABLE, RETRY_AFTER));
	}

	@Override
	public void destroy() {
		this.scheduler.dispose();
	}

}
