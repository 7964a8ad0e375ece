package dev.faroe.password.argon2;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import dev.faroe.password.argon2.Argon2Settings.Type;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the Java engine with RFC 9106, with Bouncy Castle and with libsodium.
 */
class JavaArgon2Tests {

	private final KeptMemory memory = new KeptMemory(4, 1 << 20, System::nanoTime, (sweep) -> {
	});

	private final JavaArgon2 argon2 = new JavaArgon2(this.memory, new ScalarCompression());

	@ParameterizedTest
	@CsvSource({ "ARGON2D, 512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb",
			"ARGON2I, c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8",
			"ARGON2ID, 0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659" })
	void computesTheTestVectorsOfTheRfc(Type type, String tag) {
		Argon2Settings settings = new Argon2Settings(type, Argon2Settings.CURRENT_VERSION,
				new Argon2Parameters(32, 3, 4), 16, 32);
		byte[] hash = this.argon2.hash(repeat(1, 32), repeat(2, 16), settings, repeat(3, 8), repeat(4, 12));
		assertThat(HexFormat.of().formatHex(hash)).isEqualTo(tag);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void agreesWithBouncyCastleWhateverTheParameters(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 1000; i++) {
			Argon2Settings settings = randomSettings(random);
			byte[] password = bytes(random, random.nextInt(200));
			byte[] salt = bytes(random, settings.saltLength());
			assertThat(this.argon2.hash(password, salt, settings)).as("%s", settings)
				.isEqualTo(bouncyCastle(password, salt, settings));
		}
	}

	@Test
	void agreesWithLibsodiumWhateverTheParameters() {
		Argon2Function libsodium = NativeArgon2.get().function();
		assertThat(libsodium).isNotNull();
		Random random = new Random(5);
		for (int i = 0; i < 2000; i++) {
			Argon2Settings settings = new Argon2Settings(Type.ARGON2ID, Argon2Settings.CURRENT_VERSION,
					new Argon2Parameters(8 + randomMemory(random), 1 + random.nextInt(3), 1), 16,
					16 + random.nextInt(113));
			byte[] password = bytes(random, random.nextInt(200));
			byte[] salt = bytes(random, 16);
			assertThat(this.argon2.hash(password, salt, settings)).as("%s", settings)
				.isEqualTo(libsodium.hash(password, salt, settings));
		}
	}

	@Test
	void hashesAtTheSameTimeDoNotDisturbEachOther() {
		List<Argon2Settings> settings = IntStream.range(0, 64).mapToObj((i) -> randomSettings(new Random(i))).toList();
		List<byte[]> expected = settings.stream().map(this::hashOfNothing).toList();
		assertThat(IntStream.range(0, 2000).parallel().filter((i) -> {
			int index = i % settings.size();
			return !Arrays.equals(hashOfNothing(settings.get(index)), expected.get(index));
		}).count()).isZero();
	}

	@Test
	void hashesDoNotDependOnWhatIsLeftInTheMemory() {
		Argon2Settings settings = randomSettings(new Random(9));
		byte[] expected = hashOfNothing(settings);
		Argon2Memory used = new Argon2Memory(1000);
		Arrays.fill(used.blocks, -1);
		Arrays.fill(used.state, -1);
		Arrays.fill(used.addresses, -1);
		this.memory.giveBack(used);
		assertThat(hashOfNothing(settings)).isEqualTo(expected);
	}

	private byte[] hashOfNothing(Argon2Settings settings) {
		return this.argon2.hash(new byte[0], new byte[settings.saltLength()], settings);
	}

	static Argon2Settings randomSettings(Random random) {
		int lanes = 1 + random.nextInt(4);
		return new Argon2Settings(Type.values()[random.nextInt(3)],
				random.nextBoolean() ? Argon2Settings.CURRENT_VERSION : Argon2Settings.ORIGINAL_VERSION,
				new Argon2Parameters(8 * lanes + randomMemory(random), 1 + random.nextInt(3), lanes),
				8 + random.nextInt(121), 12 + random.nextInt(117));
	}

	/**
	 * Return how much more memory than the least. Segments of a few blocks are where
	 * lengths differ most, and only those of more than 128 blocks need a second block of
	 * addresses, which one in four may have.
	 */
	static int randomMemory(Random random) {
		return random.nextInt((random.nextInt(4) == 0) ? 700 : 40);
	}

	static byte[] bouncyCastle(byte[] password, byte[] salt, Argon2Settings settings) {
		Argon2BytesGenerator generator = new Argon2BytesGenerator();
		generator.init(new org.bouncycastle.crypto.params.Argon2Parameters.Builder(settings.type().ordinal())
			.withVersion(settings.version())
			.withSalt(salt)
			.withMemoryAsKB(settings.parameters().memory())
			.withIterations(settings.parameters().iterations())
			.withParallelism(settings.parameters().parallelism())
			.build());
		byte[] hash = new byte[settings.hashLength()];
		generator.generateBytes(password, hash);
		return hash;
	}

	static byte[] bytes(Random random, int length) {
		byte[] bytes = new byte[length];
		random.nextBytes(bytes);
		return bytes;
	}

	private static byte[] repeat(int value, int length) {
		byte[] bytes = new byte[length];
		Arrays.fill(bytes, (byte) value);
		return bytes;
	}

}
