package dev.faroe.security;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Randomness for event loops. The default {@link SecureRandom} of most platforms reads a
 * device file with every call, which an event loop must not do. This one is seeded by the
 * operating system when it is created, and computes from then on.
 */
final class SeededRandom {

	private SeededRandom() {
	}

	/**
	 * Create a deterministic random bit generator of the platform, with its seed.
	 * @return a generator that does not block and can be shared among threads
	 */
	static SecureRandom create() {
		try {
			SecureRandom random = SecureRandom.getInstance("DRBG");
			random.nextBytes(new byte[1]);
			return random;
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("The platform has no DRBG, which every Java SE platform must have", ex);
		}
	}

}
