package dev.faroe.passkey;

/**
 * The outcome of an authentication with a passkey.
 *
 * @param passkey the passkey, of the user who has been authenticated
 * @param userVerified whether the authenticator has verified the user, by a PIN or a
 * fingerprint: then the passkey counts as two factors (NIST SP 800-63B-4, 3.1.7)
 */
public record PasskeyAuthentication(Passkey passkey, boolean userVerified) {
}
