package dev.faroe.web;

import dev.faroe.emailupdate.EmailUpdateRequest;
import org.jspecify.annotations.Nullable;

/**
 * An email update request as JSON.
 */
record EmailUpdateRequestBody(String id, String userId, long createdAt, long expiresAt, String email,
		@Nullable String code) {

	static EmailUpdateRequestBody of(EmailUpdateRequest request) {
		return new EmailUpdateRequestBody(request.id(), request.userId(), request.createdAt().getEpochSecond(),
				request.expiresAt().getEpochSecond(), request.email(), ShownSecret.of(request.code()));
	}

	/**
	 * Return a text without the code.
	 */
	@Override
	public String toString() {
		return "EmailUpdateRequestBody[id=%s, userId=%s]".formatted(this.id, this.userId);
	}

}
