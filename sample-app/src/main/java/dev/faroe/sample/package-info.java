/**
 * A standalone Faroe server: a host application with nothing of its own.
 */
@NullMarked
package dev.faroe.sample;

import org.jspecify.annotations.NullMarked;
