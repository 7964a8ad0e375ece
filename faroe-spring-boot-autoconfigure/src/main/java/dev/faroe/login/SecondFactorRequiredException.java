package dev.faroe.login;

import java.io.Serial;

import org.springframework.security.core.AuthenticationException;

/**
 * The password is right, but the user has a second factor, which a password alone does
 * not stand in for.
 */
public class SecondFactorRequiredException extends AuthenticationException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String userId;

	/**
	 * Create an exception.
	 * @param userId the user's id
	 */
	public SecondFactorRequiredException(String userId) {
		super("A second factor is required");
		this.userId = userId;
	}

	/**
	 * Return the id of the user whose password was right.
	 * @return the user's id
	 */
	public String getUserId() {
		return this.userId;
	}

}
