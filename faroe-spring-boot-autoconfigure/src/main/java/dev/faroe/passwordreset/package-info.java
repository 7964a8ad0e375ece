/**
 * Password reset requests: the model, its repository and its service.
 */
@NullMarked
package dev.faroe.passwordreset;

import org.jspecify.annotations.NullMarked;
