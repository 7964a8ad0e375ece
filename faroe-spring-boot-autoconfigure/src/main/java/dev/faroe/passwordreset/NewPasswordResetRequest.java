package dev.faroe.passwordreset;

/**
 * A request that has just been created, with the code to send to the user. The code
 * cannot be had again.
 *
 * @param request the request
 * @param code the code, see {@link dev.faroe.security.TokenGenerator#code()}; a secret
 */
public record NewPasswordResetRequest(PasswordResetRequest request, String code) {

	/**
	 * Return a text without the code.
	 */
	@Override
	public String toString() {
		return "NewPasswordResetRequest[request=%s]".formatted(this.request);
	}

}
