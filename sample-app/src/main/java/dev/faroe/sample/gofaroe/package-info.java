/**
 * The import of a Go Faroe server's SQLite file.
 */
@NullMarked
package dev.faroe.sample.gofaroe;

import org.jspecify.annotations.NullMarked;
