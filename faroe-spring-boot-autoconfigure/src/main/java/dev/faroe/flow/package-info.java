/**
 * What visitors do without being logged in, or on the way to another address: answers and
 * times do not tell who has an account.
 */
@NullMarked
package dev.faroe.flow;

import org.jspecify.annotations.NullMarked;
