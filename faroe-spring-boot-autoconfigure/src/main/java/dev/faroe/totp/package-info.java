/**
 * TOTP credentials: one-time passwords of an authenticator (RFC 6238).
 */
@NullMarked
package dev.faroe.totp;

import org.jspecify.annotations.NullMarked;
