package dev.faroe.password.argon2;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image needs for the native Argon2 engine: the libraries, and the classes
 * that JNA looks into.
 */
final class Argon2RuntimeHints implements RuntimeHintsRegistrar {

	private static final String ENGINE = "dev.faroe.password.argon2.Libsodium";

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPatternIfPresent(classLoader, "com/sun/jna", (pattern) -> {
			pattern.includes("com/sun/jna/*/libjnidispatch.*", "com/sun/jna/*/jnidispatch.dll");
			pattern.includes("*/libsodium.so", "*/libsodium.dylib", "*/libsodium.dll");
		});
		// By name: the classes cannot be loaded without JNA.
		hints.reflection().registerTypeIfPresent(classLoader, ENGINE, MemberCategory.INVOKE_DECLARED_METHODS);
		hints.reflection()
			.registerTypeIfPresent(classLoader, ENGINE + "$SizeT", MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
	}

}
