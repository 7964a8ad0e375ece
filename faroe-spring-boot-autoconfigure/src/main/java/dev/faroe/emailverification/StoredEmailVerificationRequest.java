package dev.faroe.emailverification;

import java.time.Instant;

import dev.faroe.coderequest.StoredCodeRequest;
import dev.faroe.security.StoredCodes;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * An email verification request in the database.
 *
 * @param userId the user whose email address is to be verified
 * @param createdAt when the request was created, in whole seconds
 * @param expiresAt the first second in which the request does not exist any more
 * @param code the code, as {@link StoredCodes} stores it
 */
@Table("email_verification_request")
record StoredEmailVerificationRequest(@Id String userId, Instant createdAt, Instant expiresAt,
		String code) implements StoredCodeRequest {

	@Override
	public String id() {
		return this.userId;
	}

	EmailVerificationRequest request(StoredCodes codes) {
		return new EmailVerificationRequest(this.userId, this.createdAt, this.expiresAt,
				codes.decrypt(this.code, this.userId));
	}

	/**
	 * Return a text without the code.
	 */
	@Override
	public String toString() {
		return "StoredEmailVerificationRequest[userId=%s]".formatted(this.userId);
	}

}
