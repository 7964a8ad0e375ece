/**
 * The standalone server, started as a user would start it.
 */
@NullMarked
package dev.faroe.sample;

import org.jspecify.annotations.NullMarked;
