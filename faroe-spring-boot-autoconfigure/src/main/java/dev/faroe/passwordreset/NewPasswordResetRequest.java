package dev.faroe.passwordreset;

import dev.faroe.security.Secret;

/**
 * A request that has just been created, with the code to send to the user. The code
 * cannot be had again.
 *
 * @param request the request
 * @param code the code, see {@link dev.faroe.security.TokenGenerator#code()}
 */
public record NewPasswordResetRequest(PasswordResetRequest request, Secret code) {
}
