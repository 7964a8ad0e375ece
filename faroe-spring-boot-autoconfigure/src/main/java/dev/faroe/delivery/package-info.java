/**
 * How codes get to the people whom they are for: from memory, on threads of its own, with
 * retries.
 */
@NullMarked
package dev.faroe.delivery;

import org.jspecify.annotations.NullMarked;
