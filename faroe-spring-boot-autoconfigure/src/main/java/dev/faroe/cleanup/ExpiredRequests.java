package dev.faroe.cleanup;

import java.time.Instant;

import reactor.core.publisher.Mono;

/**
 * One kind of requests that expire.
 */
@FunctionalInterface
public interface ExpiredRequests {

	/**
	 * Delete expired requests. Several instances of the application may do so at once:
	 * none waits for, or fails because of, another.
	 * @param now the current time
	 * @param limit the greatest number of requests to delete
	 * @return the number of requests that were deleted, less than the limit when there
	 * are no more to delete
	 */
	Mono<Integer> deleteExpired(Instant now, int limit);

}
