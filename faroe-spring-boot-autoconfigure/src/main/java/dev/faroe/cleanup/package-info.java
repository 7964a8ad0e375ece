/**
 * Removal of the rows of expired requests.
 */
@NullMarked
package dev.faroe.cleanup;

import org.jspecify.annotations.NullMarked;
