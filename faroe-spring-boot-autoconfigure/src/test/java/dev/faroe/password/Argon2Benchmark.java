package dev.faroe.password;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * How long a hash takes: the native engine, the Java engine and Spring Security's own
 * encoder, with the same parameters, on one thread and on two.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(value = 2, jvmArgs = { "-Xms1g", "-Xmx1g" })
public class Argon2Benchmark {

	private static final String PASSWORD = "correct horse battery staple";

	private final PasswordEncoder nativeEncoder = new Argon2idPasswordEncoder(Argon2Parameters.defaults(),
			Argon2Engine.NATIVE);

	private final PasswordEncoder javaEncoder = new Argon2idPasswordEncoder(Argon2Parameters.defaults(),
			Argon2Engine.JAVA);

	private final PasswordEncoder springEncoder = new Argon2PasswordEncoder(16, 32,
			Argon2Parameters.DEFAULT_PARALLELISM, Argon2Parameters.DEFAULT_MEMORY, Argon2Parameters.DEFAULT_ITERATIONS);

	@Benchmark
	@Threads(1)
	public Object nativeEngineOn1Thread() {
		return this.nativeEncoder.encode(PASSWORD);
	}

	@Benchmark
	@Threads(2)
	public Object nativeEngineOn2Threads() {
		return this.nativeEncoder.encode(PASSWORD);
	}

	@Benchmark
	@Threads(1)
	public Object javaEngineOn1Thread() {
		return this.javaEncoder.encode(PASSWORD);
	}

	@Benchmark
	@Threads(2)
	public Object javaEngineOn2Threads() {
		return this.javaEncoder.encode(PASSWORD);
	}

	@Benchmark
	@Threads(1)
	public Object springSecurityOn1Thread() {
		return this.springEncoder.encode(PASSWORD);
	}

	@Benchmark
	@Threads(2)
	public Object springSecurityOn2Threads() {
		return this.springEncoder.encode(PASSWORD);
	}

	/**
	 * Run the benchmark and print a table.
	 * @param args not used
	 * @throws Exception if the benchmark cannot run
	 */
	public static void main(String[] args) throws Exception {
		Collection<RunResult> results = new Runner(
				new OptionsBuilder().include(Argon2Benchmark.class.getName()).shouldFailOnError(true).build())
			.run();
		Map<String, Result<?>> byName = new TreeMap<>();
		results.forEach((result) -> byName.put(result.getPrimaryResult().getLabel(), result.getPrimaryResult()));
		System.out.printf("%n| Threads | Native | Java | Spring Security | Native / Spring Security |%n");
		System.out.println("| --- | --- | --- | --- | --- |");
		for (String threads : new String[] { "1Thread", "2Threads" }) {
			Result<?> nativeEngine = byName.get("nativeEngineOn" + threads);
			Result<?> javaEngine = byName.get("javaEngineOn" + threads);
			Result<?> springSecurity = byName.get("springSecurityOn" + threads);
			System.out.printf("| %s | %s | %s | %s | %.2f |%n", threads.charAt(0), cell(nativeEngine), cell(javaEngine),
					cell(springSecurity), nativeEngine.getScore() / springSecurity.getScore());
		}
	}

	private static String cell(Result<?> result) {
		return String.format(Locale.ROOT, "%.1f ± %.1f ms", result.getScore(), result.getScoreError());
	}

}
