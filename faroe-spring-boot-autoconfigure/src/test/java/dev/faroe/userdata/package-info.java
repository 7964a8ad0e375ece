/**
 * Tests of the data of users.
 */
@NullMarked
package dev.faroe.userdata;

import org.jspecify.annotations.NullMarked;
