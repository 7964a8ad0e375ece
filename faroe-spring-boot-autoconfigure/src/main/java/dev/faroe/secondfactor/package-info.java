/**
 * What the kinds of second factors have in common. TOTP is one.
 */
@NullMarked
package dev.faroe.secondfactor;

import org.jspecify.annotations.NullMarked;
