package dev.faroe.password.hashing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

import dev.faroe.password.argon2.Argon2Engine;
import dev.faroe.password.argon2.Argon2idPasswordEncoder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Lets the fastest engine hash passwords. It is looked for when the application is ready,
 * so that no start waits for it.
 */
final class EngineChoice implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(EngineChoice.class);

	private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

	private final Argon2idPasswordEncoder encoder;

	private final PasswordHasher hasher;

	private final Path hugePages;

	EngineChoice(Argon2idPasswordEncoder encoder, PasswordHasher hasher) {
		this(encoder, hasher, HUGE_PAGES);
	}

	EngineChoice(Argon2idPasswordEncoder encoder, PasswordHasher hasher, Path hugePages) {
		this.encoder = encoder;
		this.hasher = hasher;
		this.hugePages = hugePages;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		Thread thread = new Thread(this::choose, "faroe-engine-choice");
		thread.setDaemon(true);
		thread.start();
	}

	void choose() {
		Map<Argon2Engine, Double> speeds = this.encoder.chooseEngine(this.hasher.executor(), this.hasher.threads());
		if (speeds.isEmpty()) {
			return;
		}
		String hint = hint(readHugePages());
		logger
			.info("Passwords are hashed by the %s engine, the faster one here: java %.0f, native %.0f hashes a second%s"
				.formatted(this.encoder.engine().name().toLowerCase(Locale.ROOT), speeds.get(Argon2Engine.JAVA),
						speeds.get(Argon2Engine.NATIVE), hint));
	}

	private @Nullable String readHugePages() {
		try {
			return Files.readString(this.hugePages);
		}
		catch (IOException | SecurityException ex) {
			// Not Linux, or without them.
			return null;
		}
	}

	/**
	 * libsodium asks for no huge pages, so that it gets them only where all programs do.
	 */
	private String hint(@Nullable String mode) {
		if (mode == null || mode.contains("[always]")) {
			return "";
		}
		return ". With huge pages for all programs the native one is often much faster; to try that until the next"
				+ " boot, restart after: echo always | sudo tee " + this.hugePages;
	}

}
