package dev.faroe.totp;

import java.time.Instant;

/**
 * A TOTP credential, as the model of that name in the REST API reference describes it.
 *
 * @param id 24 characters, see {@link dev.faroe.security.TokenGenerator#id()}
 * @param userId the id of the user whose credential it is
 * @param createdAt when it was registered, in whole seconds
 */
public record TotpCredential(String id, String userId, Instant createdAt) {
}
