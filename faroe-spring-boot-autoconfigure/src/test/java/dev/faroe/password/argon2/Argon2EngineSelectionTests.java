package dev.faroe.password.argon2;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

import dev.faroe.test.HidingClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests with class paths that lack what the native engine needs.
 */
@ExtendWith(OutputCaptureExtension.class)
class Argon2EngineSelectionTests {

	private static final Predicate<String> JNA = (name) -> name.startsWith("com.sun.jna.");

	private static final Predicate<String> LIBRARY = (name) -> name.contains("libsodium");

	@Test
	void fallsBackToJavaWithoutJna(CapturedOutput output) throws Exception {
		try (HidingClassLoader classLoader = new HidingClassLoader(JNA)) {
			assertHashesInJava(newEncoder(classLoader, "AUTO"));
		}
		assertThat(output).containsOnlyOnce("the native engine is not available: jna is not on the class path")
			.doesNotContain("\tat ");
	}

	@Test
	void fallsBackToJavaWithoutTheLibrary(CapturedOutput output) throws Exception {
		try (HidingClassLoader classLoader = new HidingClassLoader(LIBRARY)) {
			assertHashesInJava(newEncoder(classLoader, "AUTO"));
		}
		assertThat(output)
			.containsOnlyOnce("the native engine is not available: lazysodium-java is not on the class path")
			.doesNotContain("\tat ");
	}

	@Test
	void refusesToStartWithoutTheNativeEngineThatIsAskedFor(CapturedOutput output) throws Exception {
		try (HidingClassLoader classLoader = new HidingClassLoader(JNA)) {
			assertThatExceptionOfType(InvocationTargetException.class)
				.isThrownBy(() -> newEncoder(classLoader, "NATIVE"))
				.havingCause()
				.isInstanceOf(IllegalStateException.class)
				.withMessage("The native Argon2 engine is not available: jna is not on the class path");
		}
		assertThat(output).isEmpty();
	}

	@Test
	void javaEngineNeverTouchesTheNativeOne(CapturedOutput output) throws Exception {
		try (HidingClassLoader classLoader = new HidingClassLoader((name) -> false)) {
			assertHashesInJava(newEncoder(classLoader, "JAVA"));
			assertThat(classLoader.loaded("dev.faroe.password.argon2.Argon2idPasswordEncoder")).isTrue();
			assertThat(classLoader.loaded("dev.faroe.password.argon2.Libsodium")).isFalse();
			assertThat(classLoader.loaded("dev.faroe.password.argon2.NativeArgon2")).isFalse();
		}
		assertThat(output).isEmpty();
	}

	private static void assertHashesInJava(PasswordEncoder encoder) throws Exception {
		Method choice = encoder.getClass().getMethod("chooseEngine", Executor.class, int.class);
		assertThat(choice.invoke(encoder, (Executor) Runnable::run, 1)).isEqualTo(Map.of());
		assertThat(encoder.getClass().getMethod("engine").invoke(encoder)).hasToString("JAVA");
		assertThat(encoder.matches("password", encoder.encode("password"))).isTrue();
	}

	private static PasswordEncoder newEncoder(ClassLoader classLoader, String engine) throws Exception {
		Class<?> engineType = classLoader.loadClass(Argon2Engine.class.getName());
		Class<?> parametersType = classLoader.loadClass(Argon2Parameters.class.getName());
		Class<?> encoderType = classLoader.loadClass(Argon2idPasswordEncoder.class.getName());
		Object parameters = parametersType.getMethod("defaults").invoke(null);
		Object engineConstant = engineType.getMethod("valueOf", String.class).invoke(null, engine);
		return (PasswordEncoder) encoderType.getConstructor(parametersType, engineType)
			.newInstance(parameters, engineConstant);
	}

}
