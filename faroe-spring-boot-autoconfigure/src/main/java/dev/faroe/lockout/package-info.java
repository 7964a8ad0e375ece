/**
 * What keeps users from something for now, and its end by an operator.
 */
@NullMarked
package dev.faroe.lockout;

import org.jspecify.annotations.NullMarked;
