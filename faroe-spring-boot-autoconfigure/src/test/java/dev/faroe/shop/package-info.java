/**
 * The application of the tutorial in the docs.
 */
@NullMarked
package dev.faroe.shop;

import org.jspecify.annotations.NullMarked;
