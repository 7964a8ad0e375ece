package dev.faroe.sample.pages;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticator;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Chromium of the machine with a profile of its own, at the pages of one server.
 */
final class Browser implements AutoCloseable {

	/** What a loaded machine may need; it is no assertion. */
	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final String USABLE = """
			const found = document.evaluate(arguments[0], document, null, XPathResult.FIRST_ORDERED_NODE_TYPE)
			const element = found.singleNodeValue, page = document.documentElement
			return element?.checkVisibility({ visibilityProperty: true, opacityProperty: true })
				&& !element.matches(':disabled') ? { element, empty: !element.value,
				left: element.closest('[data-faroe-passkey]') ? null : page } : null""";

	private final String url;

	private final ChromeDriver driver;

	private VirtualAuthenticator authenticator;

	private Map<String, Object> script;

	private Browser(String url, ChromeDriver driver) {
		this.url = url;
		this.driver = driver;
	}

	/**
	 * Tell whether there is a browser to test with, or has to be.
	 */
	static boolean isInstalled() {
		return "required".equals(System.getProperty("test.browser"))
				|| find("chromium").isPresent() && find("chromedriver").isPresent();
	}

	private static Optional<File> find(String program) {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
			.map((directory) -> new File(directory, program))
			.filter(File::canExecute)
			.findFirst();
	}

	static Browser at(String url) {
		return at(url, true);
	}

	static Browser at(String url, boolean javaScript) {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(find("chromium").orElseThrow());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--lang=en", "--hide-scrollbars", "--user-data-dir=" + newDirectory());
		options.setExperimentalOption("prefs", Map.of("profile.managed_default_content_settings.javascript",
				javaScript ? 1 : 2, "download.default_directory", newDirectory().toString()));
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
		logs.enable(LogType.PERFORMANCE, java.util.logging.Level.ALL);
		options.setCapability("goog:loggingPrefs", logs);
		ChromeDriver driver = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(find("chromedriver").orElseThrow())
					.usingAnyFreePort()
					.build(),
				options);
		driver.manage().timeouts().pageLoadTimeout(PATIENCE).scriptTimeout(PATIENCE);
		return new Browser(url, driver);
	}

	private static Path newDirectory() {
		try {
			return Files.createTempDirectory("chromium");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	ChromeDriver driver() {
		return this.driver;
	}

	Browser open(String path) {
		this.driver.get(this.url + path);
		return this;
	}

	/**
	 * Fill the field with a name.
	 */
	Browser type(String name, String text) {
		Map<?, ?> found = usable("//*[@name='%s']".formatted(name));
		WebElement field = (WebElement) found.get("element");
		if (!Boolean.TRUE.equals(found.get("empty"))) {
			field.clear();
		}
		field.sendKeys(text);
		return this;
	}

	/**
	 * Press the button, or follow the link, with a text, and wait for the next page. What
	 * a script does next is not waited for.
	 */
	Browser press(String text) {
		Map<?, ?> found = usable(
				"//main//*[(self::button or self::a) and starts-with(normalize-space(), '%s')]".formatted(text));
		((WebElement) found.get("element")).click();
		if (found.get("left") instanceof WebElement page) {
			await().until(ExpectedConditions.stalenessOf(page));
		}
		return this;
	}

	/**
	 * Wait, with one command, until the first of an XPath is visible and enabled.
	 */
	private Map<?, ?> usable(String xpath) {
		return await().withMessage(xpath).until((driver) -> (Map<?, ?>) this.driver.executeScript(USABLE, xpath));
	}

	WebElement find(By what) {
		return await().until(ExpectedConditions.elementToBeClickable(what));
	}

	Browser expect(String path) {
		await().withMessage(() -> "at " + this.driver.getCurrentUrl() + ":\n" + text())
			.until((driver) -> path().equals(path));
		return this;
	}

	String path() {
		return this.driver.getCurrentUrl().replaceFirst("^" + this.url, "");
	}

	/**
	 * Return the sentence beside a field, which has to be what readers are told of it.
	 */
	String failureAt(String name) {
		WebElement field = find(By.name(name));
		assertThat(field.getDomAttribute("aria-invalid")).as(text()).isEqualTo("true");
		return this.driver.findElement(By.id(field.getDomAttribute("aria-describedby"))).getText();
	}

	String text() {
		return this.driver.findElement(By.tagName("body")).getText();
	}

	String text(String id) {
		return find(By.id(id)).getText();
	}

	private WebDriverWait await() {
		WebDriverWait wait = new WebDriverWait(this.driver, PATIENCE, Duration.ofMillis(50));
		// The page can be replaced while it is looked at.
		wait.ignoring(WebDriverException.class);
		return wait;
	}

	/**
	 * Read the QR code on the page.
	 */
	String scan() {
		return QrPicture.read(find(By.cssSelector("svg.qr")).getScreenshotAs(OutputType.BYTES));
	}

	/**
	 * Give the device a place for passkeys, which says yes to whatever it is asked.
	 * @param offers whether its passkeys are offered in fields
	 */
	void hasAuthenticator(boolean offers) {
		this.authenticator = this.driver.addVirtualAuthenticator(
				new VirtualAuthenticatorOptions().setProtocol(VirtualAuthenticatorOptions.Protocol.CTAP2)
					.setTransport(VirtualAuthenticatorOptions.Transport.INTERNAL)
					.setHasResidentKey(true)
					.setHasUserVerification(true)
					.setIsUserVerified(true));
		if (!offers) {
			this.script = this.driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument",
					Map.of("source", "PublicKeyCredential.isConditionalMediationAvailable = async () => false"));
		}
	}

	/**
	 * Take everything away that the last test has left.
	 */
	void clean() {
		if (this.authenticator != null) {
			this.driver.removeVirtualAuthenticator(this.authenticator);
			this.authenticator = null;
		}
		if (this.script != null) {
			this.driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", this.script);
			this.script = null;
		}
		open("/");
		forgetCookies();
		complaints();
	}

	Browser dark(boolean dark) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
		return this;
	}

	Browser width(int width) {
		this.driver.manage().window().setSize(new Dimension(width, 900));
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
		return this;
	}

	/**
	 * Return what the console has said that nobody wants to see there.
	 */
	List<String> complaints() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.toList();
	}

	/**
	 * Return the addresses of all requests since the last call.
	 */
	List<String> requests() {
		return this.driver.manage()
			.logs()
			.get(LogType.PERFORMANCE)
			.getAll()
			.stream()
			.map(LogEntry::getMessage)
			.filter((message) -> message.contains("\"Network.requestWillBeSent\""))
			.map((message) -> message.replaceFirst("(?s).*\"request\":\\{.*?\"url\":\"([^\"]*)\".*", "$1"))
			.toList();
	}

	/**
	 * Return the headers of a page, by their names in lower case.
	 */
	Map<?, ?> headers(String path) {
		return (Map<?, ?>) this.driver.executeAsyncScript(
				"fetch(arguments[0]).then((response) => arguments[1](Object.fromEntries(response.headers)))", path);
	}

	String fetch(String path) {
		return (String) this.driver
			.executeAsyncScript("fetch(arguments[0]).then((response) => response.text()).then(arguments[1])", path);
	}

	void hasCookies(Map<String, String> cookies) {
		cookies.forEach((name, value) -> this.driver.manage().addCookie(new Cookie(name, value)));
	}

	void forgetCookies() {
		this.driver.manage().deleteAllCookies();
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
