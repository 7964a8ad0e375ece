package dev.faroe.password.hashing;

import java.time.Duration;

/**
 * Hears how long hashing takes. Called on the threads that hash, and for refusals on the
 * thread of the caller, so that it must neither block nor fail.
 */
public interface HashingListener {

	/** Does nothing. */
	HashingListener NONE = new HashingListener() {
	};

	/**
	 * A hash has got a thread.
	 * @param wait how long it waited for that
	 */
	default void started(Duration wait) {
	}

	/**
	 * A hash is finished, or has failed.
	 * @param work how long the thread was busy with it
	 */
	default void finished(Duration work) {
	}

	/**
	 * A hash was refused, because the queue was full.
	 */
	default void refused() {
	}

}
