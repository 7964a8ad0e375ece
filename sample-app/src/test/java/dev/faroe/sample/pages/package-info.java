/**
 * The web pages, in a real browser.
 */
package dev.faroe.sample.pages;
