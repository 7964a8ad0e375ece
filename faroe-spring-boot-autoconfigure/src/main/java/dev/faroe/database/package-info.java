/**
 * The database that Faroe uses: its connections, its tables, and what is looked at when
 * the application starts.
 */
@NullMarked
package dev.faroe.database;

import org.jspecify.annotations.NullMarked;
