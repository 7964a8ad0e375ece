/**
 * Requests that are granted to whoever presents the code that was sent for them: what
 * verifies an email address, changes one and resets a password have in common.
 */
@NullMarked
package dev.faroe.coderequest;

import org.jspecify.annotations.NullMarked;
