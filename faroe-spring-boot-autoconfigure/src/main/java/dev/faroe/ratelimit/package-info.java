/**
 * Limits on how often something may be tried.
 */
@NullMarked
package dev.faroe.ratelimit;

import org.jspecify.annotations.NullMarked;
