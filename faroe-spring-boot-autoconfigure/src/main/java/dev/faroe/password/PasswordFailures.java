package dev.faroe.password;

import dev.faroe.ratelimit.Attempt;
import reactor.core.publisher.Mono;

/**
 * What counts wrong passwords beside the limits, if anything does.
 */
interface PasswordFailures {

	/**
	 * Count the comparison of a password of a user.
	 * @param userId the user's id
	 * @param attempt what the comparison tells its outcome
	 * @param comparison compares, and has an error signal for a wrong password
	 * @return what the comparison signals, or an error signal with
	 * {@link dev.faroe.FaroeError#TOO_MANY_REQUESTS} if there have been too many
	 */
	<T> Mono<T> count(String userId, Attempt attempt, Mono<T> comparison);

	/**
	 * Count the comparison of a password for an email address that no user has, so that
	 * it gets the same answers after the same work as one for a user.
	 */
	<T> Mono<T> countUnknown(String email, Attempt attempt, Mono<T> comparison);

	/**
	 * Return what does not count.
	 */
	static PasswordFailures uncounted() {
		return new PasswordFailures() {

			@Override
			public <T> Mono<T> count(String userId, Attempt attempt, Mono<T> comparison) {
				return comparison;
			}

			@Override
			public <T> Mono<T> countUnknown(String email, Attempt attempt, Mono<T> comparison) {
				return comparison;
			}

		};
	}

}
