/**
 * Verification of the email addresses that users have: the model, its repository and its
 * service.
 */
@NullMarked
package dev.faroe.emailverification;

import org.jspecify.annotations.NullMarked;
