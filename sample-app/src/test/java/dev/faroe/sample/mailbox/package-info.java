/**
 * Tests of the mailbox.
 */
package dev.faroe.sample.mailbox;
