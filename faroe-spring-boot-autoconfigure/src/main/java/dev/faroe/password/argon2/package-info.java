/**
 * Argon2 (RFC 9106): the form in which its hashes are stored, and the engines that
 * compute them.
 */
@NullMarked
package dev.faroe.password.argon2;

import org.jspecify.annotations.NullMarked;
