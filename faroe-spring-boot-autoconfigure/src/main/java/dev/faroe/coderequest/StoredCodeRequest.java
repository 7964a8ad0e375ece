package dev.faroe.coderequest;

import java.time.Instant;

/**
 * A request in the database. An entity of Spring Data whose {@code @Table} is the name of
 * its table without the prefix, with an {@code @Id} and members named like these.
 */
public interface StoredCodeRequest {

	/**
	 * Return the key of the row.
	 * @return the id of the request, or of the user if a user has at most one
	 */
	String id();

	/**
	 * Return whose request it is.
	 * @return the user's id
	 */
	String userId();

	/**
	 * Return when the request becomes void.
	 * @return the first second in which it does not exist any more
	 */
	Instant expiresAt();

	/**
	 * Return the code.
	 * @return what {@link StoredCode#store} made of the code
	 */
	String code();

}
