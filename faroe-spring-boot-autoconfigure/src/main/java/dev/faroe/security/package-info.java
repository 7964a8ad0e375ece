/**
 * Identifiers, codes and what keeps them safe.
 */
@NullMarked
package dev.faroe.security;

import org.jspecify.annotations.NullMarked;
