package dev.faroe.user;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The part of the {@link UserRepository} whose statements depend on what is asked for.
 */
interface UserListing {

	/**
	 * Find the users of one page with one statement.
	 * @param query which users, in which order
	 * @return the users in order
	 */
	Flux<StoredUser> findPage(UserQuery query);

	/**
	 * Count users without loading them.
	 * @param emailQuery what the email address has to contain, or {@code null} to count
	 * all
	 * @return the number of users
	 */
	Mono<Long> count(@Nullable String emailQuery);

}
