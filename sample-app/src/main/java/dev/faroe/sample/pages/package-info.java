/**
 * The web pages: every line of them is about a page, for the log-in is the library's. A
 * controller and its template can be lifted into any application.
 */
package dev.faroe.sample.pages;
