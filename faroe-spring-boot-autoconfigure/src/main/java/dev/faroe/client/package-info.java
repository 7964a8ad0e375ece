/**
 * Addresses of clients: how to tell them, and how limits spell them.
 */
@NullMarked
package dev.faroe.client;

import org.jspecify.annotations.NullMarked;
