package dev.faroe.password.argon2;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of the attempt to load libsodium, which is made once, when this class is
 * first used.
 *
 * @param function the implementation, or {@code null} if it could not be loaded
 * @param failure one line that says why it could not be loaded
 */
record NativeArgon2(@Nullable Argon2Function function, String failure) {

	private static final NativeArgon2 INSTANCE = load();

	static NativeArgon2 get() {
		return INSTANCE;
	}

	private static NativeArgon2 load() {
		try {
			return new NativeArgon2(Libsodium.load(), "");
		}
		catch (IOException | RuntimeException | Error ex) {
			// JNA signals some failures with a plain Error. Thrown on, any error would be
			// met by each later use as well.
			return new NativeArgon2(null, describe(ex));
		}
	}

	private static String describe(Throwable failure) {
		if (failure instanceof NoClassDefFoundError && failure.getCause() instanceof ClassNotFoundException) {
			return "jna is not on the class path";
		}
		Throwable reason = (failure instanceof ExceptionInInitializerError && failure.getCause() != null)
				? failure.getCause() : failure;
		String message = reason.getMessage();
		return (message != null && !message.isBlank()) ? message.strip().lines().findFirst().orElseThrow()
				: reason.getClass().getSimpleName();
	}

}
