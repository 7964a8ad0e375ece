/**
 * What the tests share: databases, a server, a clock.
 */
@NullMarked
package dev.faroe.test;

import org.jspecify.annotations.NullMarked;
