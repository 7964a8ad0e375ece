package dev.faroe.password.hashing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.ratelimit.Attempt;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.util.Assert;

/**
 * Runs a {@link PasswordEncoder} on a few threads of its own: hashing takes tens of
 * milliseconds and megabytes, so that neither an event loop may do it nor may it be done
 * without bounds. What finds the queue full is refused; what is cancelled while it waits
 * leaves the queue.
 */
public final class PasswordHasher implements DisposableBean {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final PasswordEncoder encoder;

	private final HashingListener listener;

	private final Semaphore places;

	private final ThreadPoolExecutor executor;

	/**
	 * Create a hasher.
	 * @param encoder what hashes
	 * @param threads the number of threads, at least 1
	 * @param queueCapacity how many requests may wait for a thread, at least 0
	 * @param lowPriority whether what else the application does comes before hashes, on
	 * systems where a thread can have a priority of its own: on Linux, with JNA
	 * @param listener what hears how long it takes
	 */
	public PasswordHasher(PasswordEncoder encoder, int threads, int queueCapacity, boolean lowPriority,
			HashingListener listener) {
		Assert.notNull(encoder, "encoder must not be null");
		Assert.notNull(listener, "listener must not be null");
		Assert.isTrue(threads > 0, "threads must be positive");
		Assert.isTrue(queueCapacity >= 0, "queueCapacity must not be negative");
		this.encoder = encoder;
		this.listener = listener;
		// The semaphore bounds the queue: a bounded queue would take a lock, on which an
		// event loop could have to wait.
		this.places = new Semaphore(threads + queueCapacity);
		this.executor = new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedTransferQueue<>(),
				new HashingThreads(lowPriority));
		this.executor.prestartAllCoreThreads();
	}

	private PasswordHasher(PasswordEncoder encoder, PasswordHasher owner) {
		this.encoder = encoder;
		this.listener = owner.listener;
		this.places = owner.places;
		this.executor = owner.executor;
	}

	/**
	 * Return a hasher with another encoder that shares the threads and the queue of this
	 * one, so that both together take no more memory.
	 * @param encoder what hashes
	 * @return a hasher that works until this one is destroyed
	 */
	public PasswordHasher sharingThreads(PasswordEncoder encoder) {
		Assert.notNull(encoder, "encoder must not be null");
		return new PasswordHasher(encoder, this);
	}

	/**
	 * Hash a secret.
	 * @param secret the secret
	 * @return its hash, or an error signal with {@link FaroeError#SERVICE_UNAVAILABLE} if
	 * the queue is full
	 */
	public Mono<String> hash(String secret) {
		return submit(() -> {
			String hash = this.encoder.encode(secret);
			Assert.state(hash != null, "The encoder made no hash");
			return hash;
		});
	}

	/**
	 * Compare a secret with a hash.
	 * @param attempt what learns of the outcome, once the comparison has begun
	 * @param secret the secret
	 * @param hash the hash
	 * @return the outcome, or an error signal with {@link FaroeError#SERVICE_UNAVAILABLE}
	 * if the queue is full
	 */
	public Mono<Comparison> compare(Attempt attempt, String secret, String hash) {
		return submit(() -> {
			if (!attempt.judge(() -> this.encoder.matches(secret, hash))) {
				return Comparison.DIFFERENT;
			}
			return this.encoder.upgradeEncoding(hash) ? Comparison.EQUAL_OUTDATED : Comparison.EQUAL;
		});
	}

	/**
	 * Take the time of a comparison, whatever comes out of it.
	 * @param secret a secret
	 * @param hash the hash that determines the time
	 * @return a completion signal, also if the queue is full
	 */
	public Mono<Void> spend(String secret, String hash) {
		return submit(() -> this.encoder.matches(secret, hash)).onErrorComplete().then();
	}

	/**
	 * Return what the cost of a hash depends on. Of the hashes of an encoder of the
	 * application's own, only the id in braces that some have is known.
	 * @param hash the hash
	 * @return a text that is equal for hashes of equal cost
	 */
	public String kind(String hash) {
		if (this.encoder instanceof MigratingPasswordEncoder) {
			return MigratingPasswordEncoder.kind(hash);
		}
		return hash.startsWith("{") ? hash.substring(0, hash.indexOf('}') + 1) : "";
	}

	/**
	 * Tell whether a hash that was made elsewhere can be stored, to be verified later. An
	 * encoder of the application's own is not asked, for it may answer with any
	 * exception: then every text of a length that can be stored will do.
	 * @param hash any text
	 * @return whether it can be stored
	 */
	public boolean accepts(String hash) {
		if (this.encoder instanceof MigratingPasswordEncoder migrating) {
			return migrating.supports(hash);
		}
		return !hash.isBlank() && hash.length() <= MigratingPasswordEncoder.MAXIMUM_LENGTH && hash.indexOf('\0') < 0;
	}

	/**
	 * Return how many hashes wait for a thread.
	 * @return the number of hashes
	 */
	public int queued() {
		return this.executor.getQueue().size();
	}

	/**
	 * Return how many hashes are being computed.
	 * @return the number of hashes, at most the number of threads
	 */
	public int active() {
		return this.executor.getActiveCount();
	}

	/**
	 * Return the threads that hash, as an executor that counts nothing: for what happens
	 * once. It waits for a thread like anything else, whether the queue is full or not.
	 */
	Executor executor() {
		return this.executor;
	}

	/**
	 * Return the number of threads that hash.
	 */
	int threads() {
		return this.executor.getMaximumPoolSize();
	}

	private <T> Mono<T> submit(Callable<T> work) {
		return Mono.create((sink) -> {
			Task<T> task = new Task<>(work, sink);
			if (!this.places.tryAcquire()) {
				this.listener.refused();
				sink.error(new FaroeException(FaroeError.SERVICE_UNAVAILABLE, RETRY_AFTER));
				return;
			}
			try {
				sink.onDispose(() -> cancel(task));
				this.executor.execute(task);
			}
			catch (Throwable ex) {
				cancel(task);
				throw ex;
			}
		});
	}

	private void cancel(Task<?> task) {
		if (task.claim()) {
			this.executor.remove(task);
			this.places.release();
		}
	}

	@Override
	public void destroy() {
		for (Runnable waiting : this.executor.shutdownNow()) {
			if (waiting instanceof Task<?> task) {
				task.refuse();
			}
		}
	}

	/**
	 * The outcome of a comparison.
	 */
	public enum Comparison {

		/** The secret is not the one that was hashed. */
		DIFFERENT,

		/** The secret is the one that was hashed. */
		EQUAL,

		/** As {@link #EQUAL}, but the hash should be replaced by a new one. */
		EQUAL_OUTDATED

	}

	private final class Task<T> implements Runnable {

		private final AtomicBoolean claimed = new AtomicBoolean();

		private final Callable<T> work;

		private final MonoSink<T> sink;

		private final long submitted = System.nanoTime();

		Task(Callable<T> work, MonoSink<T> sink) {
			this.work = work;
			this.sink = sink;
		}

		/**
		 * Whoever claims the task, the thread that runs it or the one that cancels it,
		 * gives its place back.
		 */
		boolean claim() {
			return this.claimed.compareAndSet(false, true);
		}

		@Override
		public void run() {
			if (!claim()) {
				return;
			}
			T result;
			try {
				result = compute();
			}
			catch (Throwable ex) {
				// Of the listener, too: whatever fails, the place is free and somebody
				// waits.
				PasswordHasher.this.places.release();
				this.sink.error(ex);
				return;
			}
			PasswordHasher.this.places.release();
			this.sink.success(result);
		}

		private T compute() throws Exception {
			long started = System.nanoTime();
			PasswordHasher.this.listener.started(Duration.ofNanos(started - this.submitted));
			try {
				return this.work.call();
			}
			finally {
				PasswordHasher.this.listener.finished(Duration.ofNanos(System.nanoTime() - started));
			}
		}

		void refuse() {
			if (claim()) {
				PasswordHasher.this.places.release();
				this.sink.error(new FaroeException(FaroeError.SERVICE_UNAVAILABLE, RETRY_AFTER));
			}
		}

	}

}
