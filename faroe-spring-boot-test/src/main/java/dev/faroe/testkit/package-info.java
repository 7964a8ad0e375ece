/**
 * What the tests of an application with Faroe need.
 */
@NullMarked
package dev.faroe.testkit;

import org.jspecify.annotations.NullMarked;
