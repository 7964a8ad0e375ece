/**
 * Passkeys (WebAuthn Level 3) of users. Only {@link dev.faroe.passkey.Ceremonies} and
 * what it makes know the library that verifies them.
 */
@NullMarked
package dev.faroe.passkey;

import org.jspecify.annotations.NullMarked;
