package dev.faroe.logincode;

import java.time.Instant;

import dev.faroe.coderequest.StoredCodeRequest;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A log-in request in the database.
 *
 * @param id the id
 * @param userId the user's id
 * @param createdAt when the request was created, in whole seconds
 * @param expiresAt when the request becomes void, in whole seconds; at that time it is
 * @param code the Argon2id hash of the code that was sent to the user
 */
@Table("log_in_request")
record StoredLogInRequest(@Id String id, String userId, Instant createdAt, Instant expiresAt,
		@Column("code_hash") String code) implements StoredCodeRequest {

	/**
	 * Return a text without the hash of the code.
	 */
	@Override
	public String toString() {
		return "StoredLogInRequest[id=%s]".formatted(this.id);
	}

}
