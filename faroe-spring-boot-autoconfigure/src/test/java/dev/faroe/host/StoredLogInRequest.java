package dev.faroe.host;

import java.time.Instant;

import dev.faroe.coderequest.StoredCodeRequest;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A request to log in with a code that is sent to the user, in the database.
 */
@Table("visitor_log_in_request")
record StoredLogInRequest(@Id String id, String userId, Instant createdAt, Instant expiresAt,
		String code) implements StoredCodeRequest {
}
