package dev.faroe.password.argon2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests the engine with vectors in JVMs of their own: it needs an option, and the second
 * compiler, which other tests do without.
 */
class VectorArgon2Tests {

	private static final String NO_VECTORS = "the processor has no vectors of 256 bits";

	@TempDir
	private Path folder;

	@Test
	void doesNotCompeteWithoutTheOptimizingCompiler() {
		assertThat(VectorArgon2.isWorthATrial("mixed mode, sharing")).isTrue();
		assertThat(VectorArgon2.isWorthATrial("mixed mode, emulated-client, sharing")).isFalse();
		assertThat(VectorArgon2.isWorthATrial("interpreted mode, sharing")).isFalse();
	}

	@Test
	void isNotAvailableWithoutTheOption() {
		assertThatIllegalStateException()
			.isThrownBy(() -> new Argon2idPasswordEncoder(Argon2Parameters.defaults(), Argon2Engine.VECTOR))
			.withMessage("The vector Argon2 engine is not available: "
					+ "the JVM was started without --add-modules jdk.incubator.vector");
	}

	@Test
	void agreesWithBouncyCastleAndLibsodiumWhateverTheParameters() throws Exception {
		assertThat(run("compare")).isIn("10000 equal", NO_VECTORS);
	}

	@Test
	void isComparedWithTheOthersAndHashesIfItIsTheFastest() throws Exception {
		assertThat(run("choose")).isIn("[NATIVE, JAVA, VECTOR], fastest in use", NO_VECTORS);
	}

	@Test
	void isNotAvailableOnProcessorsWithoutVectorsOfItsLength() throws Exception {
		assertThat(run("compare", "-XX:MaxVectorSize=16")).isEqualTo(NO_VECTORS);
	}

	private String run(String argument, String... options) throws Exception {
		List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
				"--add-modules", "jdk.incubator.vector", "-XX:+UseSerialGC", "-Xmx256m"));
		Collections.addAll(command, options);
		Collections.addAll(command, "-cp", System.getProperty("java.class.path"), Program.class.getName(), argument);
		Path output = this.folder.resolve("output");
		Path errors = this.folder.resolve("errors");
		Process process = new ProcessBuilder(command).redirectOutput(output.toFile())
			.redirectError(errors.toFile())
			.start();
		try {
			assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("finished").isTrue();
			assertThat(process.exitValue()).as(() -> read(errors)).isZero();
		}
		finally {
			process.destroyForcibly();
		}
		return Files.readString(output).strip();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			return ex.getMessage();
		}
	}

	/**
	 * What runs in the JVM with the option.
	 */
	static final class Program {

		private Program() {
		}

		public static void main(String... arguments) {
			Argon2Function vector = VectorArgon2.get().function();
			if (vector == null) {
				System.out.println(VectorArgon2.get().failure());
			}
			else if (arguments[0].equals("compare")) {
				long equal = IntStream.range(0, 8000)
					.parallel()
					.filter((seed) -> equalToBouncyCastle(vector, seed))
					.count()
						+ IntStream.range(0, 2000).parallel().filter((seed) -> equalToLibsodium(vector, seed)).count();
				System.out.println(equal + " equal");
			}
			else {
				Argon2idPasswordEncoder encoder = new Argon2idPasswordEncoder();
				Map<Argon2Engine, Double> speeds = encoder.chooseEngine(Runnable::run, 1);
				double fastest = Collections.max(speeds.values());
				System.out.println(speeds.keySet()
						+ ((speeds.get(encoder.engine()) == fastest) ? ", fastest in use" : ", another in use"));
			}
		}

		private static boolean equalToBouncyCastle(Argon2Function vector, int seed) {
			Random random = new Random(seed);
			Argon2Settings settings = JavaArgon2Tests.randomSettings(random);
			byte[] password = JavaArgon2Tests.bytes(random, random.nextInt(200));
			byte[] salt = JavaArgon2Tests.bytes(random, settings.saltLength());
			return Arrays.equals(vector.hash(password, salt, settings),
					JavaArgon2Tests.bouncyCastle(password, salt, settings));
		}

		private static boolean equalToLibsodium(Argon2Function vector, int seed) {
			Random random = new Random(seed);
			Argon2Settings settings = new Argon2Settings(Argon2Settings.Type.ARGON2ID, Argon2Settings.CURRENT_VERSION,
					new Argon2Parameters(8 + JavaArgon2Tests.randomMemory(random), 1 + random.nextInt(3), 1), 16, 32);
			byte[] password = JavaArgon2Tests.bytes(random, random.nextInt(200));
			byte[] salt = JavaArgon2Tests.bytes(random, 16);
			return Arrays.equals(vector.hash(password, salt, settings),
					NativeArgon2.get().function().hash(password, salt, settings));
		}

	}

}
