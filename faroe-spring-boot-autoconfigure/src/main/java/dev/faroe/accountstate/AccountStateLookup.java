package dev.faroe.accountstate;

import reactor.core.publisher.Mono;

/**
 * The part of the {@link AccountStateRepository} that every request of a session asks.
 */
interface AccountStateLookup {

	/**
	 * Find the state of a user.
	 * @return the state, or nothing
	 */
	Mono<AccountState> find(String userId);

}
