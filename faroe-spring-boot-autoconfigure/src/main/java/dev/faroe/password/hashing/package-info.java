/**
 * Hashing of passwords with Argon2id (RFC 9106), on threads of its own.
 */
@NullMarked
package dev.faroe.password.hashing;

import org.jspecify.annotations.NullMarked;
