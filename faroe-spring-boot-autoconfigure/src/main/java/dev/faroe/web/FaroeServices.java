package dev.faroe.web;

import dev.faroe.password.PasswordService;
import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.user.UserService;

/**
 * The services that the endpoints call.
 *
 * @param users users
 * @param passwords passwords
 * @param passwordResets password reset requests
 */
public record FaroeServices(UserService users, PasswordService passwords, PasswordResetService passwordResets) {
}
