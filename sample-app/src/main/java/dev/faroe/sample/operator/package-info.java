/**
 * The pages of operators: users, what keeps them from logging in, and how the server is
 * doing.
 */
@NullMarked
package dev.faroe.sample.operator;

import org.jspecify.annotations.NullMarked;
