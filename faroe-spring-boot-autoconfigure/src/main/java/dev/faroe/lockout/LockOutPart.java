package dev.faroe.lockout;

import reactor.core.publisher.Mono;

/**
 * What one feature counts beside the limits in a time, and what keeps a user from
 * something when it is exhausted.
 */
@FunctionalInterface
public interface LockOutPart {

	/**
	 * Look whether the count is exhausted, and change nothing.
	 * @param userId the id of a user who exists
	 * @return the lock-out, or nothing if there is none
	 */
	Mono<LockOut> find(String userId);

}
