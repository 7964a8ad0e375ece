package dev.faroe.sample.operator;

import java.util.List;

/**
 * How the server was doing in one interval.
 *
 * @param time when it ended, in seconds since 1970
 * @param logIns how many proofs were right: passwords, codes and passkeys
 * @param failures how many were not, or could not be judged
 * @param refused how many attempts a limit refused
 * @param hashing how long a hash took, in milliseconds, or 0 without one
 * @param queued how many hashes waited for a thread at the end of it
 * @param active how many were being computed then
 */
public record Sample(long time, long logIns, long failures, long refused, double hashing, long queued, long active) {

	/**
	 * Put samples together: add up what happened, and take the greatest of what was
	 * measured.
	 */
	static Sample together(List<Sample> samples) {
		return samples.stream()
			.reduce(new Sample(0, 0, 0, 0, 0, 0, 0),
					(sum, next) -> new Sample(next.time(), sum.logIns() + next.logIns(),
							sum.failures() + next.failures(), sum.refused() + next.refused(),
							Math.max(sum.hashing(), next.hashing()), Math.max(sum.queued(), next.queued()),
							Math.max(sum.active(), next.active())));
	}

}
