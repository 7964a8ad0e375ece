/**
 * The check of new passwords against known breaches.
 */
@NullMarked
package dev.faroe.password.breach;

import org.jspecify.annotations.NullMarked;
