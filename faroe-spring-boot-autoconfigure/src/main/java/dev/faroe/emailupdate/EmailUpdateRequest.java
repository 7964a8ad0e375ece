package dev.faroe.emailupdate;

import java.time.Instant;

import dev.faroe.security.Secret;

/**
 * An email update request, as the model of that name in the REST API reference describes
 * it.
 *
 * @param id 24 characters, see {@link dev.faroe.security.TokenGenerator#id()}
 * @param userId the user whose email address is to change
 * @param createdAt when the request was created, in whole seconds
 * @param expiresAt the first second in which the request does not exist any more
 * @param email the new, lower-cased email address
 * @param code 8 characters, see {@link dev.faroe.security.TokenGenerator#code()}
 */
public record EmailUpdateRequest(String id, String userId, Instant createdAt, Instant expiresAt, String email,
		Secret code) {
}
