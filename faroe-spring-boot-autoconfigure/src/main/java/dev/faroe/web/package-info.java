/**
 * The REST API: route table, handlers, decoding, credential and error mapping.
 */
@NullMarked
package dev.faroe.web;

import org.jspecify.annotations.NullMarked;
