package dev.faroe.password.argon2;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;

import com.sun.jna.IntegerType;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import dev.faroe.password.argon2.Argon2Settings.Type;

/**
 * Argon2id by libsodium, through JNA. Only {@link NativeArgon2} may refer to this class:
 * loading it fails where JNA is missing.
 * <p>
 * libsodium computes one lane and takes salts of 16 bytes, which is what it and Faroe
 * write.
 */
final class Libsodium implements Argon2Function {

	private static final int ALGORITHM_ARGON2ID13 = 2;

	private static final int SALT_LENGTH = 16;

	private static final int MINIMUM_HASH_LENGTH = 16;

	private static final byte[] TEST_INPUT = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };

	/** What Argon2id gives for the test input as password and salt, 64 KiB, 3 passes. */
	private static final byte[] TEST_HASH = HexFormat.of()
		.parseHex("5b3e2de7a0d54a9e88d2d6e349f67c6a665c51859f6534d876f4574024ccbc67");

	private Libsodium() {
	}

	/**
	 * Load the library that Lazysodium brings along, and try it. Lazysodium's own classes
	 * are not used: they need Java 21, and cannot unpack the library from an executable
	 * jar.
	 * @throws IOException if there is no library for the platform or it cannot be
	 * unpacked
	 */
	static Libsodium load() throws IOException {
		Native.register(Libsodium.class, library());
		if (sodium_init() < 0) {
			throw new IllegalStateException("libsodium could not be initialised");
		}
		Libsodium libsodium = new Libsodium();
		Argon2Settings settings = new Argon2Settings(Type.ARGON2ID, Argon2Settings.CURRENT_VERSION,
				new Argon2Parameters(64, 3, 1), TEST_INPUT.length, TEST_HASH.length);
		if (!Arrays.equals(libsodium.hash(TEST_INPUT, TEST_INPUT, settings), TEST_HASH)) {
			throw new IllegalStateException("libsodium failed the self-test");
		}
		return libsodium;
	}

	private static NativeLibrary library() throws IOException {
		String path = libraryPath();
		ClassLoader classLoader = Libsodium.class.getClassLoader();
		if (classLoader.getResource(path) == null) {
			throw new FileNotFoundException("lazysodium-java is not on the class path");
		}
		File file = Native.extractFromResourcePath("/" + path, classLoader);
		try {
			return NativeLibrary.getInstance(file.getAbsolutePath());
		}
		finally {
			boolean unpacked = !path.endsWith("/" + file.getName());
			if (unpacked && !file.delete()) {
				// Some systems do not delete what is in use.
				file.deleteOnExit();
			}
		}
	}

	private static String libraryPath() throws FileNotFoundException {
		return switch (Platform.RESOURCE_PREFIX) {
			case "linux-x86-64" -> "linux64/libsodium.so";
			case "linux-aarch64" -> "arm64/libsodium.so";
			case "linux-x86" -> "linux/libsodium.so";
			case "linux-arm" -> "armv6/libsodium.so";
			case "darwin-x86-64" -> "mac/libsodium.dylib";
			case "darwin-aarch64" -> "mac_arm/libsodium.dylib";
			case "win32-x86-64" -> "windows64/libsodium.dll";
			case "win32-x86" -> "windows/libsodium.dll";
			default ->
				throw new FileNotFoundException("lazysodium-java has no library for " + Platform.RESOURCE_PREFIX);
		};
	}

	@Override
	public boolean supports(Argon2Settings settings) {
		return settings.type() == Type.ARGON2ID && settings.version() == Argon2Settings.CURRENT_VERSION
				&& settings.parameters().parallelism() == 1 && settings.saltLength() == SALT_LENGTH
				&& settings.hashLength() >= MINIMUM_HASH_LENGTH;
	}

	@Override
	public byte[] hash(byte[] password, byte[] salt, Argon2Settings settings) {
		byte[] hash = new byte[settings.hashLength()];
		// An array would be copied to memory that nobody wipes.
		try (Memory nativePassword = new Memory(Math.max(1, password.length))) {
			try {
				nativePassword.write(0, password, 0, password.length);
				int result = crypto_pwhash(hash, hash.length, nativePassword, password.length, salt,
						settings.parameters().iterations(), new SizeT(settings.parameters().memory() * 1024L),
						ALGORITHM_ARGON2ID13);
				if (result != 0) {
					throw new IllegalStateException("libsodium could not compute an Argon2 hash: probably "
							+ settings.parameters().memory() + " KiB of native memory were not available");
				}
			}
			finally {
				nativePassword.clear();
			}
		}
		return hash;
	}

	private static native int sodium_init();

	private static native int crypto_pwhash(byte[] out, long outLength, Pointer password, long passwordLength,
			byte[] salt, long iterations, SizeT memory, int algorithm);

	/**
	 * A {@code size_t}, as JNA wants it: public.
	 */
	public static final class SizeT extends IntegerType {

		private static final long serialVersionUID = 1L;

		/**
		 * Create a zero, which JNA converts values with.
		 */
		public SizeT() {
			this(0);
		}

		SizeT(long value) {
			super(Native.SIZE_T_SIZE, value, true);
		}

	}

}
