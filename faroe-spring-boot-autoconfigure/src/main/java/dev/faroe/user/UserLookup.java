package dev.faroe.user;

import reactor.core.publisher.Mono;

/**
 * The part of the {@link UserRepository} that finds one user, which is what is done most
 * often.
 */
public interface UserLookup {

	/**
	 * Find a user.
	 * @param id the user's id
	 * @return the user, or nothing
	 */
	Mono<StoredUser> findById(String id);

	/**
	 * Find the user with an email address.
	 * @param email the normalized address
	 * @return the user, or nothing
	 */
	Mono<StoredUser> findByEmail(String email);

}
