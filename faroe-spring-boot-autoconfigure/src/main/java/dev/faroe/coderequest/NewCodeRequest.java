package dev.faroe.coderequest;

import java.time.Instant;

import dev.faroe.security.Secret;

/**
 * A request that is about to be inserted.
 *
 * @param id the key of the row
 * @param userId the user's id
 * @param createdAt the current time, in whole seconds
 * @param expiresAt when the request becomes void, in whole seconds
 * @param code the code to send to the user, see
 * {@link dev.faroe.security.TokenGenerator#code()}
 * @param storedCode what to store of the code
 */
public record NewCodeRequest(String id, String userId, Instant createdAt, Instant expiresAt, Secret code,
		Secret storedCode) {
}
