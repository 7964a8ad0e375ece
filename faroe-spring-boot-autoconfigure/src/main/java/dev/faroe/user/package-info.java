/**
 * Users: the model, its repository and its service.
 */
@NullMarked
package dev.faroe.user;

import org.jspecify.annotations.NullMarked;
