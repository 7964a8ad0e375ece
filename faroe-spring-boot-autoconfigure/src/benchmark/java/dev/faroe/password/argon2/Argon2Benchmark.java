package dev.faroe.password.argon2;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * How long a hash takes in each of Faroe's engines and in Spring Security's own encoder,
 * which uses Bouncy Castle, with the same parameters.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class Argon2Benchmark {

	private static final String PASSWORD = "correct horse battery staple";

	@Benchmark
	public Object nativeEngine(Native state) {
		return state.encoder.encode(PASSWORD);
	}

	@Benchmark
	public Object javaEngine(Java state) {
		return state.encoder.encode(PASSWORD);
	}

	@Benchmark
	@Fork(jvmArgsPrepend = { "--add-modules", "jdk.incubator.vector" })
	public Object vectorEngine(Vector state) {
		return state.encoder.encode(PASSWORD);
	}

	@Benchmark
	public Object springSecurity(Spring state) {
		return state.encoder.encode(PASSWORD);
	}

	/**
	 * Faroe's encoder with the native engine.
	 */
	@State(Scope.Benchmark)
	public static class Native {

		final PasswordEncoder encoder = new Argon2idPasswordEncoder(Argon2Parameters.defaults(), Argon2Engine.NATIVE);

	}

	/**
	 * Faroe's encoder with the Java engine.
	 */
	@State(Scope.Benchmark)
	public static class Java {

		final PasswordEncoder encoder = new Argon2idPasswordEncoder(Argon2Parameters.defaults(), Argon2Engine.JAVA);

	}

	/**
	 * Faroe's encoder with the Java engine and vectors.
	 */
	@State(Scope.Benchmark)
	public static class Vector {

		final PasswordEncoder encoder = new Argon2idPasswordEncoder(Argon2Parameters.defaults(), Argon2Engine.VECTOR);

	}

	/**
	 * Spring Security's encoder.
	 */
	@State(Scope.Benchmark)
	public static class Spring {

		final PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, Argon2Parameters.DEFAULT_PARALLELISM,
				Argon2Parameters.DEFAULT_MEMORY, Argon2Parameters.DEFAULT_ITERATIONS);

	}

}
