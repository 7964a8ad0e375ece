package dev.faroe.login.step;

import reactor.core.publisher.Mono;

/**
 * A second factor that a user proves with a code in a form. Every bean of this type takes
 * part in the second step.
 */
public interface CodeFactor {

	/**
	 * Return the kind of second factors, see
	 * {@link dev.faroe.secondfactor.SecondFactor#type()}.
	 * @return the kind, such as {@code totp}
	 */
	String type();

	/**
	 * Verify a code, under the limits on wrong ones.
	 * @param userId the user's id
	 * @param code what the user has typed
	 * @return a completion signal, or an error signal with a
	 * {@link dev.faroe.FaroeException}, with {@link dev.faroe.FaroeError#INCORRECT_CODE}
	 * for a wrong one
	 */
	Mono<Void> verify(String userId, String code);

}
