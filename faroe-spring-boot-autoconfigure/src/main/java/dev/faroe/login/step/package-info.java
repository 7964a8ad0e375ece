/**
 * The steps of a log-in as endpoints.
 */
@NullMarked
package dev.faroe.login.step;

import org.jspecify.annotations.NullMarked;
