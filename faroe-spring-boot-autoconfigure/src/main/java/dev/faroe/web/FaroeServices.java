package dev.faroe.web;

import dev.faroe.accountstate.AccountStateService;
import dev.faroe.emailupdate.EmailUpdateService;
import dev.faroe.emailverification.EmailVerificationService;
import dev.faroe.password.PasswordService;
import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.recovery.RecoveryCodeService;
import dev.faroe.totp.TotpService;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;

/**
 * The services that the endpoints call.
 *
 * @param users users
 * @param passwords passwords
 * @param recoveryCodes recovery codes and second factors
 * @param totp TOTP credentials
 * @param emailVerifications email verification requests
 * @param emailUpdates email update requests
 * @param passwordResets password reset requests
 * @param accountStates the states of users
 * @param passkeys passkeys, or {@code null} if users cannot have any
 */
record FaroeServices(UserService users, PasswordService passwords, RecoveryCodeService recoveryCodes, TotpService totp,
		EmailVerificationService emailVerifications, EmailUpdateService emailUpdates,
		PasswordResetService passwordResets, AccountStateService accountStates, @Nullable PasskeyHandlers passkeys) {
}
