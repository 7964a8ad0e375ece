/**
 * Statements that a repository cannot express.
 */
@NullMarked
package dev.faroe.sql;

import org.jspecify.annotations.NullMarked;
