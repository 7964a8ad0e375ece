package dev.faroe.web;

import dev.faroe.passwordreset.NewPasswordResetRequest;
import dev.faroe.passwordreset.PasswordResetRequest;

/**
 * A password reset request as JSON for who has created it.
 */
record NewPasswordResetRequestBody(String id, String userId, long createdAt, long expiresAt, String code) {

	static NewPasswordResetRequestBody of(NewPasswordResetRequest created) {
		PasswordResetRequest request = created.request();
		return new NewPasswordResetRequestBody(request.id(), request.userId(), request.createdAt().getEpochSecond(),
				request.expiresAt().getEpochSecond(), created.code().value());
	}

	/**
	 * Return a text without the code.
	 */
	@Override
	public String toString() {
		return "NewPasswordResetRequestBody[id=%s]".formatted(this.id);
	}

}
