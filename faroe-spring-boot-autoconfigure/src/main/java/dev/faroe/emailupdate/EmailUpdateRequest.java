package dev.faroe.emailupdate;

import java.time.Instant;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * An email update request, as the model of that name in the REST API reference describes
 * it.
 *
 * @param id 24 characters, see {@link dev.faroe.security.TokenGenerator#id()}
 * @param userId the user whose email address is to change
 * @param createdAt when the request was created, in whole seconds
 * @param expiresAt the first second in which the request does not exist any more
 * @param email the new, lower-cased email address
 * @param code 8 characters, see {@link dev.faroe.security.TokenGenerator#code()}; a
 * secret
 */
@Table("faroe_email_update_request")
public record EmailUpdateRequest(@Id String id, String userId, Instant createdAt, Instant expiresAt, String email,
		String code) {

	/**
	 * Return a text without the code.
	 */
	@Override
	public String toString() {
		return "EmailUpdateRequest[id=%s, userId=%s, createdAt=%s, expiresAt=%s, email=%s]".formatted(this.id,
				this.userId, this.createdAt, this.expiresAt, this.email);
	}

}
