/**
 * Password hashing, strength and verification.
 */
@NullMarked
package dev.faroe.password;

import org.jspecify.annotations.NullMarked;
