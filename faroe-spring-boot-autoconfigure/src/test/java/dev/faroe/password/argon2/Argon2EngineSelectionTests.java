package dev.faroe.password.argon2;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

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
			assertHashesInJava(classLoader.newEncoder("AUTO"));
		}
		assertThat(output).containsOnlyOnce("the native engine is not available: jna is not on the class path")
			.doesNotContain("\tat ");
	}

	@Test
	void fallsBackToJavaWithoutTheLibrary(CapturedOutput output) throws Exception {
		try (HidingClassLoader classLoader = new HidingClassLoader(LIBRARY)) {
			assertHashesInJava(classLoader.newEncoder("AUTO"));
		}
		assertThat(output)
			.containsOnlyOnce("the native engine is not available: lazysodium-java is not on the class path")
			.doesNotContain("\tat ");
	}

	@Test
	void refusesToStartWithoutTheNativeEngineThatIsAskedFor(CapturedOutput output) throws Exception {
		try (HidingClassLoader classLoader = new HidingClassLoader(JNA)) {
			assertThatExceptionOfType(InvocationTargetException.class)
				.isThrownBy(() -> classLoader.newEncoder("NATIVE"))
				.havingCause()
				.isInstanceOf(IllegalStateException.class)
				.withMessage("The native Argon2 engine is not available: jna is not on the class path");
		}
		assertThat(output).isEmpty();
	}

	@Test
	void javaEngineNeverTouchesTheNativeOne(CapturedOutput output) throws Exception {
		try (HidingClassLoader classLoader = new HidingClassLoader((name) -> false)) {
			assertHashesInJava(classLoader.newEncoder("JAVA"));
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

	/**
	 * Loads Faroe's classes again, and hides classes and resources from them.
	 */
	private static final class HidingClassLoader extends URLClassLoader {

		private final Predicate<String> hidden;

		HidingClassLoader(Predicate<String> hidden) {
			super(new URL[] { Argon2idPasswordEncoder.class.getProtectionDomain().getCodeSource().getLocation() },
					Argon2EngineSelectionTests.class.getClassLoader());
			this.hidden = hidden;
		}

		PasswordEncoder newEncoder(String engine) throws Exception {
			Class<?> engineType = loadClass(Argon2Engine.class.getName());
			Class<?> parametersType = loadClass(Argon2Parameters.class.getName());
			Class<?> encoderType = loadClass(Argon2idPasswordEncoder.class.getName());
			Object parameters = parametersType.getMethod("defaults").invoke(null);
			Object engineConstant = engineType.getMethod("valueOf", String.class).invoke(null, engine);
			return (PasswordEncoder) encoderType.getConstructor(parametersType, engineType)
				.newInstance(parameters, engineConstant);
		}

		boolean loaded(String className) {
			return findLoadedClass(className) != null;
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (this.hidden.test(name)) {
				throw new ClassNotFoundException(name);
			}
			if (name.startsWith("dev.faroe.")) {
				synchronized (getClassLoadingLock(name)) {
					Class<?> loaded = findLoadedClass(name);
					return (loaded != null) ? loaded : findClass(name);
				}
			}
			return super.loadClass(name, resolve);
		}

		@Override
		public URL getResource(String name) {
			return this.hidden.test(name) ? null : super.getResource(name);
		}

	}

}
