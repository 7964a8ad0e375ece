package dev.faroe.totp;

/**
 * A TOTP credential and the secret in it.
 *
 * @param credential the credential
 * @param key its key
 */
public record TotpCredentialWithKey(TotpCredential credential, TotpKey key) {
}
