package dev.faroe.test;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * The Chromium of the machine, and what drives it. With the property {@code test.browser}
 * set to {@code required}, tests that need it fail where it is not installed; otherwise
 * they are skipped.
 */
public final class Chromium {

	/** Why tests are skipped. */
	public static final String SKIPPED = "no chromium and chromedriver, for example of Debian's packages chromium and"
			+ " chromium-driver";

	/** What a loaded machine may need; it is no assertion. */
	public static final Duration PATIENCE = Duration.ofMinutes(1);

	private Chromium() {
	}

	/**
	 * Tell whether there is a browser to test with.
	 * @return whether there is, or has to be
	 */
	public static boolean isInstalled() {
		return "required".equals(System.getProperty("test.browser"))
				|| find("chromium").isPresent() && find("chromedriver").isPresent();
	}

	private static Optional<Path> find(String program) {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.map((directory) -> Path.of(directory, program))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/**
	 * Start a browser with a profile of its own.
	 * @return what drives it
	 */
	public static ChromeDriver start() {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(find("chromium").orElseThrow().toFile());
		options.addArguments(List.of("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
				"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--lang=en", "--user-data-dir=" + newProfile()));
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(find("chromedriver").orElseThrow().toFile())
			.usingAnyFreePort()
			.build();
		ChromeDriver driver = new ChromeDriver(service, options);
		driver.manage().timeouts().pageLoadTimeout(PATIENCE).scriptTimeout(PATIENCE);
		return driver;
	}

	private static Path newProfile() {
		try {
			return Files.createTempDirectory("chromium");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
