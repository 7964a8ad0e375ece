package dev.faroe.password.argon2;

import java.util.Arrays;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of the attempt to use the JVM's Vector API, which is made once, when this
 * class is first used.
 *
 * @param function the implementation, or {@code null} if there is none
 * @param failure one line that says why there is none
 */
record VectorArgon2(@Nullable Argon2Function function, String failure) {

	static final String MODULE = "jdk.incubator.vector";

	private static final int BLOCK = Argon2Memory.BLOCK;

	private static final VectorArgon2 INSTANCE = load();

	static VectorArgon2 get() {
		return INSTANCE;
	}

	/**
	 * Tell whether to let it compete. Without the optimizing compiler, a single hash
	 * takes seconds, in which nobody logs in.
	 * @param mode how the JVM runs programs, as in its property {@code java.vm.info}
	 */
	static boolean isWorthATrial(String mode) {
		return !mode.contains("emulated-client") && !mode.contains("interpreted mode");
	}

	private static VectorArgon2 load() {
		if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
			return new VectorArgon2(null, "the JVM was started without --add-modules " + MODULE);
		}
		try {
			// By name: it is compiled with the module, and all other classes without.
			Argon2Compression compression = (Argon2Compression) Class
				.forName("dev.faroe.password.argon2.VectorCompression")
				.getDeclaredConstructor()
				.newInstance();
			if (!sameAsScalar(compression)) {
				return new VectorArgon2(null, "it computes something else on this JVM");
			}
			return new VectorArgon2(JavaArgon2.get().with(compression), "");
		}
		catch (ReflectiveOperationException | RuntimeException | LinkageError ex) {
			// The API may change for as long as it incubates.
			Throwable reason = (ex.getCause() != null) ? ex.getCause() : ex;
			return new VectorArgon2(null, (reason instanceof UnsupportedOperationException)
					? String.valueOf(reason.getMessage()) : reason.getClass().getSimpleName());
		}
	}

	private static boolean sameAsScalar(Argon2Compression compression) {
		Argon2Memory expected = filled();
		Argon2Memory actual = filled();
		for (boolean xor : new boolean[] { false, true }) {
			new ScalarCompression().compress(expected.blocks, 0, BLOCK, 2 * BLOCK, xor, expected);
			compression.compress(actual.blocks, 0, BLOCK, 2 * BLOCK, xor, actual);
		}
		return Arrays.equals(expected.blocks, actual.blocks);
	}

	private static Argon2Memory filled() {
		Argon2Memory memory = new Argon2Memory(3);
		Random random = new Random(1);
		Arrays.setAll(memory.blocks, (index) -> random.nextLong());
		return memory;
	}

}
