/**
 * An application with Faroe, and its tests.
 */
@NullMarked
package dev.faroe.testkit.host;

import org.jspecify.annotations.NullMarked;
