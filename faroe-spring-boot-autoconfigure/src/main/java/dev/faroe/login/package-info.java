/**
 * Faroe's users as Spring Security sees them, so that they can log in to the application.
 */
@NullMarked
package dev.faroe.login;

import org.jspecify.annotations.NullMarked;
