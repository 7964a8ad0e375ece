/**
 * A mailbox for who tries the application without a mail server.
 */
package dev.faroe.sample.mailbox;
