package dev.faroe.emailverification;

import java.time.Instant;

import dev.faroe.security.Secret;

/**
 * An email verification request, as the model of that name in the REST API reference
 * describes it. A user has at most one.
 *
 * @param userId the user whose email address is to be verified
 * @param createdAt when the request was created, in whole seconds
 * @param expiresAt the first second in which the request does not exist any more
 * @param code 8 characters, see {@link dev.faroe.security.TokenGenerator#code()}
 */
public record EmailVerificationRequest(String userId, Instant createdAt, Instant expiresAt, Secret code) {
}
