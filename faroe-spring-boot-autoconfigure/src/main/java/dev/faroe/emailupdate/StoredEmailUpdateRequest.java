package dev.faroe.emailupdate;

import java.time.Instant;

import dev.faroe.coderequest.StoredCodeRequest;
import dev.faroe.security.StoredCodes;
import dev.faroe.userdata.UserData;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * An email update request in the database.
 *
 * @param id the id
 * @param userId the user whose email address is to change
 * @param createdAt when the request was created, in whole seconds
 * @param expiresAt the first second in which the request does not exist any more
 * @param email the new, lower-cased email address
 * @param code the code, as {@link StoredCodes} stores it
 */
@Table("email_update_request")
record StoredEmailUpdateRequest(@Id String id, String userId, Instant createdAt, Instant expiresAt, String email,
		String code) implements StoredCodeRequest {

	EmailUpdateRequest request(StoredCodes codes) {
		return new EmailUpdateRequest(this.id, this.userId, this.createdAt, this.expiresAt, this.email,
				codes.decrypt(this.code, this.id));
	}

	UserData.EmailUpdate data() {
		return new UserData.EmailUpdate(this.email, this.createdAt, this.expiresAt);
	}

	/**
	 * Return a text without the code.
	 */
	@Override
	public String toString() {
		return "StoredEmailUpdateRequest[id=%s]".formatted(this.id);
	}

}
