/**
 * Which sessions count, and what a user has to have proved in one.
 */
@NullMarked
package dev.faroe.login.session;

import org.jspecify.annotations.NullMarked;
