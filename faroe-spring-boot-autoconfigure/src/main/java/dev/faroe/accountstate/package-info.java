/**
 * Whether users may log in, and since when their sessions count.
 */
@NullMarked
package dev.faroe.accountstate;

import org.jspecify.annotations.NullMarked;
