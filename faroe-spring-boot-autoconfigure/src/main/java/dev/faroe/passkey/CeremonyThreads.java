package dev.faroe.passkey;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import org.jspecify.annotations.Nullable;
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

	private final @Nullable Scheduler attestations;

	private final @Nullable Duration attestationTimeout;

	/**
	 * Create an instance where nobody vouches for authenticators.
	 */
	CeremonyThreads(int threads, int queueCapacity) {
		this.scheduler = scheduler("faroe-passkeys", threads, queueCapacity);
		this.attestations = null;
		this.attestationTimeout = null;
	}

	/**
	 * Create an instance where the application is asked who vouches for authenticators,
	 * which may ask somebody who never answers.
	 */
	CeremonyThreads(int threads, int queueCapacity, Duration attestationTimeout) {
		this.scheduler = scheduler("faroe-passkeys", threads, queueCapacity);
		this.attestations = scheduler("faroe-attestations", threads, queueCapacity);
		this.attestationTimeout = attestationTimeout;
	}

	/**
	 * The capacity is one thread's.
	 */
	private static Scheduler scheduler(String name, int threads, int queueCapacity) {
		return Schedulers.newBoundedElastic(threads, Math.max(1, queueCapacity / threads), name, IDLE_SECONDS, true);
	}

	<T> Mono<T> run(Callable<T> work) {
		return run(work, this.scheduler);
	}

	/**
	 * Run the verification of a registration. While the application does not get to know
	 * who vouches for authenticators, nobody who logs in waits for it.
	 */
	<T> Mono<T> runRegistration(Callable<T> work) {
		if (this.attestations == null || this.attestationTimeout == null) {
			return run(work);
		}
		return run(work, this.attestations).timeout(this.attestationTimeout,
				Mono.error(() -> new FaroeException(FaroeError.SERVICE_UNAVAILABLE, RETRY_AFTER)));
	}

	private static <T> Mono<T> run(Callable<T> work, Scheduler scheduler) {
		return Mono.fromCallable(work)
			.subscribeOn(scheduler)
			.onErrorMap(RejectedExecutionException.class,
					(ex) -> new FaroeException(FaroeError.SERVICE_UNAVAILABLE, RETRY_AFTER));
	}

	@Override
	public void destroy() {
		this.scheduler.dispose();
		if (this.attestations != null) {
			this.attestations.dispose();
		}
	}

}
