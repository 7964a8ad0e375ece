/**
 * A host application with routes, a repository, converters and error handling of its own.
 */
@NullMarked
package dev.faroe.host;

import org.jspecify.annotations.NullMarked;
