package dev.faroe.secondfactor;

import reactor.core.publisher.Mono;

/**
 * A kind of second factor. Every bean of this type takes part: users know which kinds
 * they have, a log-in with a password alone is not enough for who has one, and recovery
 * removes them all. It must not need any service of Faroe's.
 */
public interface SecondFactor {

	/**
	 * Return the name of the kind, which users, events and metrics show, and which names
	 * its proof in a log-in.
	 * @return lower-case letters, digits and dashes, such as {@code totp}; not
	 * {@code password}, {@code ott}, {@code user-verification} nor {@code recovery-code},
	 * which name other proofs
	 */
	String type();

	/**
	 * Return the table that has a row for each factor, with the id of its user in the
	 * column {@code user_id}. It is in the database that users are in.
	 * @return the name; in braces, without the prefix, for one of Faroe's tables
	 */
	String table();

	/**
	 * Remove the factors of a user. Takes part in the transaction of the caller, which
	 * has locked the user.
	 * @param userId the user's id
	 * @return how many there were
	 */
	Mono<Integer> removeAll(String userId);

}
