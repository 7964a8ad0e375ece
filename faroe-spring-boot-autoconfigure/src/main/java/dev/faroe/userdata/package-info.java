/**
 * The data of a user, for the user: what there is, without secrets.
 */
@NullMarked
package dev.faroe.userdata;

import org.jspecify.annotations.NullMarked;
