/**
 * Metrics and observations. Their names and keys say what was done and how it ended,
 * never to whom.
 */
@NullMarked
package dev.faroe.observation;

import org.jspecify.annotations.NullMarked;
