package dev.faroe.security;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Ids, codes and the comparison of secrets. One generator serves all threads, as it does
 * in an application.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class TokenBenchmark {

	private final TokenGenerator tokens = new TokenGenerator();

	private final String id = this.tokens.id();

	private final String sameId = new String(this.id.toCharArray());

	@Benchmark
	public String newId() {
		return this.tokens.id();
	}

	@Benchmark
	public String newCode() {
		return this.tokens.code();
	}

	@Benchmark
	public boolean recognizeId() {
		return TokenGenerator.isId(this.id);
	}

	@Benchmark
	public boolean compareSecrets() {
		return ConstantTime.equals(this.id, this.sameId);
	}

}
