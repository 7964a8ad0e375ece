/**
 * What is kept about visitors who have not begun to log in.
 */
@NullMarked
package dev.faroe.login.visitor;

import org.jspecify.annotations.NullMarked;
