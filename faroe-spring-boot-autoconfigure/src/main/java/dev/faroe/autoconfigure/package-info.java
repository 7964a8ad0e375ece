/**
 * Auto-configuration and the {@code faroe.*} properties.
 */
@NullMarked
package dev.faroe.autoconfigure;

import org.jspecify.annotations.NullMarked;
