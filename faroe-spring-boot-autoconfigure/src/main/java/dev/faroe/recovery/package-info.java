/**
 * Recovery codes, and the removal of second factors.
 */
@NullMarked
package dev.faroe.recovery;

import org.jspecify.annotations.NullMarked;
