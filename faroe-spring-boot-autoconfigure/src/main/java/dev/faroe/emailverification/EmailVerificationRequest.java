package dev.faroe.emailverification;

import java.time.Instant;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * An email verification request, as the model of that name in the REST API reference
 * describes it. A user has at most one.
 *
 * @param userId the user whose email address is to be verified
 * @param createdAt when the request was created, in whole seconds
 * @param expiresAt the first second in which the request does not exist any more
 * @param code 8 characters, see {@link dev.faroe.security.TokenGenerator#code()}; a
 * secret
 */
@Table("faroe_email_verification_request")
public record EmailVerificationRequest(@Id String userId, Instant createdAt, Instant expiresAt, String code) {

	/**
	 * Return a text without the code.
	 */
	@Override
	public String toString() {
		return "EmailVerificationRequest[userId=%s, createdAt=%s, expiresAt=%s]".formatted(this.userId, this.createdAt,
				this.expiresAt);
	}

}
