/**
 * Tests of the state of users.
 */
@NullMarked
package dev.faroe.accountstate;

import org.jspecify.annotations.NullMarked;
