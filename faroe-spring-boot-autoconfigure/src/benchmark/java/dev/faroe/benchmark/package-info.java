/**
 * Measurements, which are not tests: they run in the Maven profile {@code benchmark}.
 */
@NullMarked
package dev.faroe.benchmark;

import org.jspecify.annotations.NullMarked;
