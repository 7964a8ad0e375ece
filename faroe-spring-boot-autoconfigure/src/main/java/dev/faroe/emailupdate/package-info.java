/**
 * Change of users' email addresses: the model, its repository and its service.
 */
@NullMarked
package dev.faroe.emailupdate;

import org.jspecify.annotations.NullMarked;
