/**
 * Log-in by a code that is sent by email.
 */
@NullMarked
package dev.faroe.logincode;

import org.jspecify.annotations.NullMarked;
