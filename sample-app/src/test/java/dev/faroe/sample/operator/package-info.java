/**
 * Tests of the pages of operators, without the pages.
 */
package dev.faroe.sample.operator;
