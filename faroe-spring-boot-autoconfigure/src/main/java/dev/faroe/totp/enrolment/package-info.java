/**
 * The enrolment of an authenticator: a key that is pending until its first code is right.
 */
@NullMarked
package dev.faroe.totp.enrolment;

import org.jspecify.annotations.NullMarked;
