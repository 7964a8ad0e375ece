/**
 * Tests of lock-outs.
 */
@NullMarked
package dev.faroe.lockout;

import org.jspecify.annotations.NullMarked;
