package dev.faroe.password.argon2;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class Argon2idPasswordEncoderTests {

	private static final Argon2Parameters SMALL = new Argon2Parameters(64, 3, 1);

	private final Argon2idPasswordEncoder nativeEncoder = new Argon2idPasswordEncoder(SMALL, Argon2Engine.NATIVE);

	private final Argon2idPasswordEncoder javaEncoder = new Argon2idPasswordEncoder(SMALL, Argon2Engine.JAVA);

	@ParameterizedTest
	@CsvFileSource(resources = "go-faroe-server-hashes.csv", delimiter = '|', useHeadersInDisplayName = true)
	void verifiesHashesWrittenByTheGoServer(String password, String hash) {
		for (Argon2Engine engine : List.of(Argon2Engine.AUTO, Argon2Engine.NATIVE, Argon2Engine.JAVA)) {
			PasswordEncoder encoder = new Argon2idPasswordEncoder(Argon2Parameters.defaults(), engine);
			assertThat(encoder.matches(password, hash)).isTrue();
			assertThat(encoder.matches(password + "x", hash)).isFalse();
			assertThat(encoder.upgradeEncoding(hash)).isFalse();
		}
	}

	@Test
	void writesPhcStringsWithTheDefaultParameters() {
		Argon2idPasswordEncoder encoder = new Argon2idPasswordEncoder();
		String hash = encoder.encode("password");
		assertThat(hash).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
		assertThat(encoder.encode("password")).isNotEqualTo(hash);
		assertThat(encoder.matches("password", hash)).isTrue();
		assertThat(encoder.upgradeEncoding(hash)).isFalse();
	}

	@Test
	void usesTheEngineThatIsAskedFor() {
		assertThat(this.nativeEncoder.engine()).isEqualTo(Argon2Engine.NATIVE);
		assertThat(this.javaEncoder.engine()).isEqualTo(Argon2Engine.JAVA);
	}

	@Test
	void autoHashesInJavaUntilItHasFoundTheFasterEngine() {
		Argon2idPasswordEncoder encoder = new Argon2idPasswordEncoder(new Argon2Parameters(1024, 2, 1),
				Argon2Engine.AUTO);
		assertThat(encoder.engine()).isEqualTo(Argon2Engine.JAVA);
		assertThat(encoder.speeds()).isEmpty();
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			assertThat(encoder.chooseEngine(threads, 2)).containsOnlyKeys(Argon2Engine.JAVA, Argon2Engine.NATIVE);
		}
		finally {
			threads.shutdownNow();
		}
		double java = encoder.speeds().get(Argon2Engine.JAVA);
		double libsodium = encoder.speeds().get(Argon2Engine.NATIVE);
		assertThat(java).isPositive();
		assertThat(libsodium).isPositive();
		assertThat(encoder.engine()).isEqualTo((libsodium > java) ? Argon2Engine.NATIVE : Argon2Engine.JAVA);
		assertThat(encoder.matches("password", encoder.encode("password"))).isTrue();
	}

	@Test
	void hashesFromElsewhereThatNeedMuchMemoryTakeNoneOfTheHeap() {
		String large = new Argon2idPasswordEncoder(new Argon2Parameters(70_000, 1, 1), Argon2Engine.NATIVE)
			.encode("password");
		Argon2idPasswordEncoder encoder = new Argon2idPasswordEncoder(SMALL, Argon2Engine.AUTO);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		assertThat(encoder.engine()).isEqualTo(Argon2Engine.JAVA);
		long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
		assertThat(encoder.matches("password", large)).isTrue();
		assertThat(threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before).isLessThan(10_000_000);
	}

	@Test
	void comparesNothingWhereThereIsNothingToChoose() {
		Executor none = (task) -> {
			throw new AssertionError("Nothing to compute");
		};
		assertThat(this.javaEncoder.chooseEngine(none, 1)).isEmpty();
		assertThat(this.nativeEncoder.chooseEngine(none, 1)).isEmpty();
		assertThat(this.nativeEncoder.engine()).isEqualTo(Argon2Engine.NATIVE);
		Argon2idPasswordEncoder lanes = new Argon2idPasswordEncoder(new Argon2Parameters(64, 1, 2), Argon2Engine.AUTO);
		assertThat(lanes.chooseEngine(none, 1)).isEmpty();
		assertThat(lanes.engine()).isEqualTo(Argon2Engine.JAVA);
	}

	@Test
	void goesOnInJavaWhenTheThreadsTakeNoComparison() {
		Argon2idPasswordEncoder encoder = new Argon2idPasswordEncoder(SMALL, Argon2Engine.AUTO);
		ExecutorService closed = Executors.newSingleThreadExecutor();
		closed.shutdownNow();
		assertThat(encoder.chooseEngine(closed, 1)).isEmpty();
		assertThat(encoder.engine()).isEqualTo(Argon2Engine.JAVA);
	}

	@ParameterizedTest
	@ValueSource(strings = { "password", "pässwörd-ünïcode-✓", "\uD83D\uDD11\uD83D\uDD11", "with\0nul", "\0", " " })
	void enginesAndSpringSecurityVerifyEachOthersHashes(String password) {
		PasswordEncoder springEncoder = new Argon2PasswordEncoder(16, 32, 1, SMALL.memory(), SMALL.iterations());
		List<PasswordEncoder> encoders = List.of(this.nativeEncoder, this.javaEncoder, springEncoder);
		for (PasswordEncoder writer : encoders) {
			String hash = writer.encode(password);
			for (PasswordEncoder reader : encoders) {
				assertThat(reader.matches(password, hash)).isTrue();
				assertThat(reader.matches(password + "\0", hash)).isFalse();
				assertThat(reader.matches("!" + password, hash)).isFalse();
			}
		}
	}

	@Test
	void enginesAgreeOnTextThatIsNotUnicode() {
		String password = "half a pair: \uD83D";
		assertThat(this.javaEncoder.matches(password, this.nativeEncoder.encode(password))).isTrue();
		assertThat(this.nativeEncoder.matches(password, this.javaEncoder.encode(password))).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "8, 1, 1", "9, 1, 1", "65, 4, 1", "1023, 2, 1", "1024, 1, 1", "32, 2, 4", "100, 3, 3" })
	void enginesAgreeOnAnyParameters(int memory, int iterations, int parallelism) {
		Argon2Parameters parameters = new Argon2Parameters(memory, iterations, parallelism);
		for (Argon2Engine engine : List.of(Argon2Engine.NATIVE, Argon2Engine.JAVA)) {
			Argon2idPasswordEncoder encoder = new Argon2idPasswordEncoder(parameters, engine);
			String hash = encoder.encode("password");
			assertThat(hash).contains("$m=" + memory + ",t=" + iterations + ",p=" + parallelism + "$");
			assertThat(encoder.upgradeEncoding(hash)).isFalse();
			for (Argon2idPasswordEncoder other : List.of(this.nativeEncoder, this.javaEncoder)) {
				assertThat(other.matches("password", hash)).isTrue();
				assertThat(other.matches("Password", hash)).isFalse();
				assertThat(other.upgradeEncoding(hash)).isTrue();
			}
		}
	}

	/**
	 * The test vectors of the reference implementation: other variants, versions and
	 * salts than Faroe writes.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
			"$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
			"$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
			"$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
			"$argon2i$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY" })
	void verifiesForeignHashesAndAsksForAnUpgrade(String hash) {
		for (Argon2idPasswordEncoder encoder : List.of(this.nativeEncoder, this.javaEncoder)) {
			assertThat(encoder.matches("password", hash)).isTrue();
			assertThat(encoder.matches("passwore", hash)).isFalse();
			assertThat(encoder.upgradeEncoding(hash)).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "8, 32", "16, 12", "16, 15", "16, 64", "24, 32", "128, 128" })
	void verifiesOtherLengthsAndAsksForAnUpgrade(int saltLength, int hashLength) {
		String hash = new Argon2PasswordEncoder(saltLength, hashLength, 1, SMALL.memory(), SMALL.iterations())
			.encode("password");
		for (Argon2idPasswordEncoder encoder : List.of(this.nativeEncoder, this.javaEncoder)) {
			assertThat(encoder.matches("password", hash)).isTrue();
			assertThat(encoder.matches("Password", hash)).isFalse();
			assertThat(encoder.upgradeEncoding(hash)).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "$", "garbage", "password", "{noop}password",
			"{bcrypt}$2a$10$dXJ3SW6G7P50lGmMkkmwe.20cQQubK3.HZWzG3YB1tlRy.fqvM/BG",
			"{argon2}$argon2id$v=19$m=64,t=3,p=1$AAECAwQFBgcICQoLDA0ODw$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy8Y",
			"$argon2id$v=19$m=64,t=3,p=1", "$argon2id$v=19$m=64,t=3,p=1$AAECAwQFBgcICQoLDA0ODw",
			"$argon2id$v=19$m=64,t=3,p=1$AAECAwQFBgcICQoLDA0ODw$",
			"$argon2id$v=19$m=64,t=3,p=1$AAECAwQFBgcICQoLDA0ODw$Wz4t",
			"$argon2id$v=19$m=64,t=3,p=1$AAECAwQFBgcICQoLDA0ODw$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy",
			"$argon2id$v=19$m=64,t=3,p=1$AAECAwQFBgcICQoLDA0ODw$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy8Y=",
			"$argon2id$v=19$m=64,t=3,p=1$$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy8Y",
			"$argon2id$v=19$m=64,t=3,p=1$####$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy8Y",
			"$argon2id$v=20$m=64,t=3,p=1$AAECAwQFBgcICQoLDA0ODw$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy8Y",
			"$argon2x$v=19$m=64,t=3,p=1$AAECAwQFBgcICQoLDA0ODw$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy8Y",
			"$argon2id$v=19$t=3,m=64,p=1$AAECAwQFBgcICQoLDA0ODw$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy8Y",
			"$argon2id$v=19$m=-64,t=3,p=1$AAECAwQFBgcICQoLDA0ODw$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy8Y",
			"$argon2id$v=19$m=0,t=3,p=1$AAECAwQFBgcICQoLDA0ODw$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy8Y",
			"$argon2id$v=19$m=64,t=0,p=1$AAECAwQFBgcICQoLDA0ODw$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy8Y",
			"$argon2id$v=19$m=64,t=3,p=0$AAECAwQFBgcICQoLDA0ODw$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy8Y",
			"$argon2id$v=19$m=64,t=3,p=16$AAECAwQFBgcICQoLDA0ODw$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy8Y",
			"$argon2id$v=19$m=4294967295,t=3,p=1$AAECAwQFBgcICQoLDA0ODw$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy8Y",
			"$argon2id$v=19$m=2147483647,t=3,p=1$AAECAwQFBgcICQoLDA0ODw$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy8Y",
			"$argon2id$v=19$m=64,t=4294967295,p=1$AAECAwQFBgcICQoLDA0ODw$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy8Y",
			"$argon2id$v=19$m=64,t=3,p=16777215$AAECAwQFBgcICQoLDA0ODw$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy8Y",
			"$argon2id$v=19$m=99999999999999999999,t=3,p=1$AAECAwQFBgcICQoLDA0ODw$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29F",
			"$argon2id$v=19$m=64,t=3,p=1$AAECAwQFBgcICQoLDA0ODw$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy8Y\n" })
	void whatIsNotAnArgon2HashMatchesNoPassword(String hash) {
		String password = new String(new char[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 });
		for (Argon2idPasswordEncoder encoder : List.of(this.nativeEncoder, this.javaEncoder)) {
			assertThat(encoder.matches(password,
					"$argon2id$v=19$m=64,t=3,p=1$AAECAwQFBgcICQoLDA0ODw$Wz4t56DVSp6I0tbjSfZ8ZmplxRhZ9lNNh29FdAJMy8Y"))
				.isFalse();
			assertThat(encoder.matches(password, hash)).isFalse();
			assertThat(encoder.upgradeEncoding(hash)).isEqualTo(!hash.isEmpty());
		}
	}

	@Test
	void nullAndEmptyMatchNothing() {
		String hash = this.nativeEncoder.encode("");
		assertThat(this.nativeEncoder.matches("", hash)).isFalse();
		assertThat(this.nativeEncoder.matches(null, hash)).isFalse();
		assertThat(this.nativeEncoder.matches("password", null)).isFalse();
		assertThat(this.nativeEncoder.encode(null)).isNull();
	}

	@Test
	void everyPartOfAHashCounts() {
		String hash = this.nativeEncoder.encode("password");
		char[] changed = hash.toCharArray();
		for (int index = hash.lastIndexOf('$') + 1; index < hash.length() - 1; index++) {
			char original = changed[index];
			changed[index] = (original != 'A') ? 'A' : 'B';
			assertThat(this.nativeEncoder.matches("password", new String(changed))).isFalse();
			changed[index] = original;
		}
	}

	@Test
	void longPasswordsAreHashedAsAWhole() {
		String password = "x".repeat(100_000);
		String hash = this.nativeEncoder.encode(password);
		assertThat(this.javaEncoder.matches(password, hash)).isTrue();
		assertThat(this.nativeEncoder.matches(password.substring(1), hash)).isFalse();
	}

	@ParameterizedTest
	@EnumSource(names = { "NATIVE", "JAVA" })
	void severalThreadsCanHashAtOnce(Argon2Engine engine) throws Exception {
		PasswordEncoder encoder = new Argon2idPasswordEncoder(new Argon2Parameters(1024, 2, 1), engine);
		int threads = 4;
		CyclicBarrier barrier = new CyclicBarrier(threads);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Callable<Boolean>> tasks = IntStream.range(0, threads).<Callable<Boolean>>mapToObj((thread) -> () -> {
				barrier.await();
				return IntStream.range(0, 20)
					.mapToObj((round) -> thread + "/" + round)
					.allMatch((password) -> encoder.matches(password, encoder.encode(password))
							&& !encoder.matches(password + "x", encoder.encode(password)));
			}).toList();
			for (Future<Boolean> result : executor.invokeAll(tasks)) {
				assertThat(result.get()).isTrue();
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void aFailureOfTheLibraryIsNotAMismatchAndDoesNotTellThePassword() {
		Argon2Settings tooShort = new Argon2Settings(Argon2Settings.Type.ARGON2ID, Argon2Settings.CURRENT_VERSION,
				SMALL, 16, 8);
		Argon2Function function = NativeArgon2.get().function();
		assertThat(function).isNotNull();
		assertThat(function.supports(tooShort)).isFalse();
		assertThatIllegalStateException()
			.isThrownBy(() -> function.hash("secret".getBytes(StandardCharsets.UTF_8), new byte[16], tooShort))
			.withMessageContaining("64 KiB")
			.withMessageNotContaining("secret");
	}

	@Test
	void refusesMissingArguments() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Argon2idPasswordEncoder(null, Argon2Engine.JAVA))
			.withMessageContaining("parameters");
		assertThatIllegalArgumentException().isThrownBy(() -> new Argon2idPasswordEncoder(SMALL, null))
			.withMessageContaining("engine");
	}

}
