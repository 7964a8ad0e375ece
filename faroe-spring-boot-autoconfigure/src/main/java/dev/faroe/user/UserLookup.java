package dev.faroe.user;

import dev.faroe.EmailAddress;
import reactor.core.publisher.Mono;

/**
 * The part of the {@link UserRepository} that finds one user, which is what is done most
 * often.
 */
interface UserLookup {

	/**
	 * Find a user.
	 * @return the user, or nothing
	 */
	Mono<StoredUser> findById(String id);

	/**
	 * Find a user who has a password hash.
	 * @return the user, or nothing, also if the user has another hash or is disabled
	 */
	Mono<StoredUser> findByIdAndPasswordHash(String id, String passwordHash);

	/**
	 * Find the user with an email address.
	 * @return the user, or nothing
	 */
	Mono<StoredUser> findByEmail(EmailAddress email);

}
