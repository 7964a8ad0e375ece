package dev.faroe.accountstate;

import java.util.List;

import reactor.core.publisher.Flux;
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

	/**
	 * Find the states of users, of those that exist.
	 * @param userIds the ids, at most {@link AccountStateService#MAX_AT_ONCE}
	 */
	Flux<AccountState> findAll(List<String> userIds);

}
