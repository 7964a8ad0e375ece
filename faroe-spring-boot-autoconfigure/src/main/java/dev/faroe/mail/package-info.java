/**
 * Codes and notices by mail.
 */
@NullMarked
package dev.faroe.mail;

import org.jspecify.annotations.NullMarked;
