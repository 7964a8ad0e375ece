/**
 * Measures the packed sample application over HTTP. Not a test: the Maven profile
 * {@code benchmark} runs {@link dev.faroe.sample.benchmark.HttpBenchmark}.
 */
@NullMarked
package dev.faroe.sample.benchmark;

import org.jspecify.annotations.NullMarked;
