/**
 * How events get to the listeners of the application.
 */
@NullMarked
package dev.faroe.event.publishing;

import org.jspecify.annotations.NullMarked;
