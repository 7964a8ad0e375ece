package dev.faroe.account;

import reactor.core.publisher.Mono;

/**
 * Something of a user that a change of the user makes void.
 */
public interface Voidable {

	/**
	 * Remove what a change makes void, if anything. Takes part in the transaction of the
	 * change, which has locked the user.
	 * @param change what has changed
	 * @param userId the user's id
	 * @return a completion signal
	 */
	Mono<Void> voidAfter(AccountChange change, String userId);

}
