/**
 * Events that tell the application what happened to users.
 */
@NullMarked
package dev.faroe.event;

import org.jspecify.annotations.NullMarked;
