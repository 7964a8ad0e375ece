/**
 * What users are told when something fails.
 */
@NullMarked
package dev.faroe.login.message;

import org.jspecify.annotations.NullMarked;
