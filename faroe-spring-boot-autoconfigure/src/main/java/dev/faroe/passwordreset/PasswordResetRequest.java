package dev.faroe.passwordreset;

import java.time.Instant;

/**
 * A user's request to set a new password without knowing the current one.
 *
 * @param id 24 characters, see {@link dev.faroe.security.TokenGenerator#id()}
 * @param userId the user's id
 * @param createdAt when the request was created, in whole seconds
 * @param expiresAt when the request becomes void, in whole seconds; at that time it is
 * @param verified whether the code has been presented
 */
public record PasswordResetRequest(String id, String userId, Instant createdAt, Instant expiresAt, boolean verified) {
}
