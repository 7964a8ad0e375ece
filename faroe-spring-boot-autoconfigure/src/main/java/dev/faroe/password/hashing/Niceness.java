package dev.faroe.password.hashing;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * The priority of a thread on Linux, which the JVM does not set by itself: what
 * setpriority(2) calls a nice value, and says to be one of each thread. On other systems
 * it is one of the whole process, and left alone.
 */
final class Niceness {

	/**
	 * About a tenth of the weight of a normal thread (sched(7)): hashes wait where others
	 * have something to do, and are never stopped by them.
	 */
	static final int LOW_PRIORITY = 10;

	private static final int PRIO_PROCESS = 0;

	private static final int CURRENT_THREAD = 0;

	static {
		if (Platform.isLinux()) {
			Native.register(Niceness.class, Platform.C_LIBRARY_NAME);
		}
	}

	private Niceness() {
	}

	/**
	 * Let other threads go before the current one. A system that refuses changes nothing.
	 */
	static void lowerPriority() {
		if (Platform.isLinux()) {
			setpriority(PRIO_PROCESS, CURRENT_THREAD, LOW_PRIORITY);
		}
	}

	private static native int setpriority(int which, int who, int priority);

}
