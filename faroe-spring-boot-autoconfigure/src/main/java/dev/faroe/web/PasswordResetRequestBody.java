package dev.faroe.web;

import dev.faroe.passwordreset.PasswordResetRequest;

/**
 * A password reset request as JSON.
 */
record PasswordResetRequestBody(String id, String userId, long createdAt, long expiresAt) {

	static PasswordResetRequestBody of(PasswordResetRequest request) {
		return new PasswordResetRequestBody(request.id(), request.userId(), request.createdAt().getEpochSecond(),
				request.expiresAt().getEpochSecond());
	}

}
