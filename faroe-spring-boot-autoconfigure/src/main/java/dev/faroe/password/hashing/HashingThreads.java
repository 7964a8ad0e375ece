package dev.faroe.password.hashing;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads that hash. A hash keeps a processor busy for longer than most systems let a
 * thread run before another one may, so that without a lower priority every other request
 * would now and then have to wait for as long.
 */
final class HashingThreads extends CustomizableThreadFactory {

	private static final long serialVersionUID = 1L;

	private final boolean lowPriority;

	HashingThreads(boolean lowPriority) {
		super("faroe-hashing-");
		setDaemon(true);
		this.lowPriority = lowPriority;
	}

	@Override
	public Thread newThread(Runnable runnable) {
		return super.newThread(this.lowPriority ? () -> runWithLowPriority(runnable) : runnable);
	}

	private static void runWithLowPriority(Runnable runnable) {
		try {
			Niceness.lowerPriority();
		}
		catch (LinkageError ex) {
			// Without JNA, all threads have the same priority.
		}
		runnable.run();
	}

}
