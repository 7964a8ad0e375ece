package dev.faroe.ratelimit;

import reactor.core.publisher.Mono;

/**
 * One token taken from a limit. It knows where it was taken.
 */
@FunctionalInterface
public interface Charge {

	/**
	 * Put the token back, once. A charge whose tokens have all come back meanwhile is
	 * left alone: it must not add to what the limit allows.
	 * @return a completion signal
	 */
	Mono<Void> giveBack();

}
