/**
 * The log-in of Faroe's users to applications on the servlet stack.
 */
@NullMarked
package dev.faroe.login.servlet;

import org.jspecify.annotations.NullMarked;
