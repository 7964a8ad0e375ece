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
	 */
	Flux<StoredUser> findPage(UserQuery query);

	/**
	 * Count users without loading them.
	 * @param emailQuery what the email address has to contain, or {@code null} to count
	 * all
	 */
	Mono<Long> count(@Nullable String emailQuery);

}
