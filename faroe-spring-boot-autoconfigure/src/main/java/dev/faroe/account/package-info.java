/**
 * The rows of users, for features that change them together with rows of their own.
 */
@NullMarked
package dev.faroe.account;

import org.jspecify.annotations.NullMarked;
