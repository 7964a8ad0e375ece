/**
 * What every part of Faroe shares: the errors that its services signal.
 */
@NullMarked
package dev.faroe;

import org.jspecify.annotations.NullMarked;
