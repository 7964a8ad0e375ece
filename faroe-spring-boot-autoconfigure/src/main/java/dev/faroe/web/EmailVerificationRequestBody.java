package dev.faroe.web;

import dev.faroe.emailverification.EmailVerificationRequest;
import org.jspecify.annotations.Nullable;

/**
 * An email verification request as JSON.
 */
record EmailVerificationRequestBody(String userId, long createdAt, long expiresAt, @Nullable String code) {

	static EmailVerificationRequestBody of(EmailVerificationRequest request) {
		return new EmailVerificationRequestBody(request.userId(), request.createdAt().getEpochSecond(),
				request.expiresAt().getEpochSecond(), ShownSecret.of(request.code()));
	}

	/**
	 * Return a text without the code.
	 */
	@Override
	public String toString() {
		return "EmailVerificationRequestBody[userId=%s]".formatted(this.userId);
	}

}
