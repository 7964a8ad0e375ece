package dev.faroe.password.hashing;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import dev.faroe.password.argon2.Argon2Engine;
import dev.faroe.password.argon2.Argon2idPasswordEncoder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Lets the fastest engine hash passwords. It is looked for when the application is ready,
 * so that no start waits for it.
 */
final class EngineChoice implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {

	private static final Log logger = LogFactory.getLog(EngineChoice.class);

	private static final String VECTORS = "jdk.incubator.vector";

	private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

	private final @Nullable Argon2idPasswordEncoder encoder;

	private final PasswordHasher hasher;

	private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

	/**
	 * Create a choice.
	 * @param encoder what has engines; none if the application hashes in its own way
	 * @param hasher what has the threads
	 */
	EngineChoice(@Nullable Argon2idPasswordEncoder encoder, PasswordHasher hasher) {
		this.encoder = encoder;
		this.hasher = hasher;
	}

	/**
	 * The event also comes from contexts whose parent has this bean.
	 */
	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		Argon2idPasswordEncoder encoder = this.encoder;
		if (encoder != null && this.thread.get() == null) {
			Thread thread = new Thread(() -> choose(encoder), "faroe-engine-choice");
			thread.setDaemon(true);
			if (this.thread.compareAndSet(null, thread)) {
				thread.start();
			}
		}
	}

	@Override
	public void destroy() {
		Thread thread = this.thread.get();
		if (thread != null) {
			thread.interrupt();
		}
	}

	void choose(Argon2idPasswordEncoder encoder) {
		Map<Argon2Engine, Double> speeds = encoder.chooseEngine(this.hasher.executor(), this.hasher.threads());
		if (speeds.isEmpty()) {
			return;
		}
		String rates = speeds.entrySet()
			.stream()
			.map((speed) -> "%s %.0f".formatted(name(speed.getKey()), speed.getValue()))
			.collect(Collectors.joining(", "));
		logger.info("Passwords are hashed by the %s engine, the fastest one here: %s hashes a second%s"
			.formatted(name(encoder.engine()), rates, hint(speeds, couldHaveVectors(), readHugePages())));
	}

	private static String name(Argon2Engine engine) {
		return engine.name().toLowerCase(Locale.ROOT);
	}

	private static @Nullable String readHugePages() {
		try {
			return Files.readString(HUGE_PAGES);
		}
		catch (IOException | SecurityException ex) {
			// Not Linux, or without them.
			return null;
		}
	}

	private static boolean couldHaveVectors() {
		return ModuleLayer.boot().findModule(VECTORS).isEmpty() && ModuleFinder.ofSystem().find(VECTORS).isPresent();
	}

	/**
	 * Return what the operator could try.
	 * @param speeds the engines that there are
	 * @param vectors whether the JVM could have the Vector API, but was started without
	 * @param hugePages what Linux says about huge pages
	 */
	static String hint(Map<Argon2Engine, Double> speeds, boolean vectors, @Nullable String hugePages) {
		if (speeds.containsKey(Argon2Engine.VECTOR)) {
			return "";
		}
		if (vectors) {
			return ". Most processors can do twice that, with these options of the JVM: --add-modules " + VECTORS
					+ " -XX:+UseTransparentHugePages";
		}
		// libsodium asks for no huge pages, so that it gets them only where all programs
		// do.
		if (speeds.containsKey(Argon2Engine.NATIVE) && hugePages != null && !hugePages.contains("[always]")) {
			return ". With huge pages for all programs the native one is often much faster; to try that until the next"
					+ " boot, restart after: echo always | sudo tee " + HUGE_PAGES;
		}
		return "";
	}

}
