package dev.faroe.host;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.faroe.passkey.Passkey;
import dev.faroe.passkey.PasskeyService;
import dev.faroe.test.Chromium;
import dev.faroe.test.FaroeServer;
import dev.faroe.test.TestDatabase;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticator;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions.Protocol;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions.Transport;

import org.springframework.test.util.TestSocketUtils;

/**
 * A real browser, with an authenticator, and a host application. Each test has a user of
 * its own.
 */
abstract class PasskeyBrowserTestCase {

	private static final String PASSWORD = "a long enough password";

	static FaroeServer server;

	static ChromeDriver driver;

	private static String url;

	private static int users;

	private static @Nullable Map<String, Object> script;

	final User user = Objects.requireNonNull(
			server.bean(UserService.class).create("browser%d@example.com".formatted(++users), PASSWORD, null).block());

	VirtualAuthenticator authenticator = addAuthenticator(true, true);

	static void start(Class<?> host, String... properties) {
		int port = TestSocketUtils.findAvailableTcpPort();
		url = "http://localhost:" + port;
		server = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { host },
				Stream
					.concat(Stream.of(FaroeServer.WITH_SPRING_SECURITY, "faroe.rest.enabled=false",
							"faroe.rest.openapi.enabled=false", "faroe.security.log-in.enabled=true",
							"faroe.security.log-in.after-log-in=/home", "faroe.passkeys.enabled=true",
							"faroe.passkeys.origins=" + url, "server.port=" + port), Stream.of(properties))
					.toArray(String[]::new));
		driver = Chromium.start();
	}

	@AfterAll
	static void stop() {
		driver.quit();
		server.close();
	}

	@BeforeEach
	void waitForTheLimits() {
		server.clock().advance(Duration.ofMinutes(16));
		open("/log-in/state");
		driver.manage().deleteAllCookies();
	}

	@AfterEach
	void cleanUp() {
		driver.removeVirtualAuthenticator(this.authenticator);
		if (script != null) {
			driver.executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", script);
			script = null;
		}
	}

	void exchangeAuthenticator(boolean residentKeys, boolean userVerification) {
		driver.removeVirtualAuthenticator(this.authenticator);
		this.authenticator = addAuthenticator(residentKeys, userVerification);
	}

	static VirtualAuthenticator addAuthenticator(boolean residentKeys, boolean userVerification) {
		return driver.addVirtualAuthenticator(new VirtualAuthenticatorOptions().setProtocol(Protocol.CTAP2)
			.setTransport(residentKeys ? Transport.INTERNAL : Transport.USB)
			.setHasResidentKey(residentKeys)
			.setHasUserVerification(userVerification)
			.setIsUserVerified(userVerification));
	}

	static void open(String path) {
		driver.get(url + path);
	}

	static WebDriverWait await() {
		return new WebDriverWait(driver, Chromium.PATIENCE, Duration.ofMillis(50));
	}

	static WebElement find(String selector) {
		return await().until(ExpectedConditions.elementToBeClickable(By.cssSelector(selector)));
	}

	static void expectPage(String path) {
		await().until(ExpectedConditions.urlToBe(url + path));
	}

	void logIn() {
		open("/log-in");
		find("#email").sendKeys(String.valueOf(this.user.email()));
		find("#password").sendKeys(PASSWORD);
		find("form button").click();
	}

	void register(String name) {
		open("/log-in/passkeys");
		find("#name").sendKeys(name);
		find("form[data-faroe-passkey] button").click();
	}

	Passkey passkey() {
		return Objects.requireNonNull(passkeyOrNull());
	}

	@Nullable Passkey passkeyOrNull() {
		return server.bean(PasskeyService.class).list(this.user.id()).blockFirst();
	}

	static String text() {
		return driver.findElement(By.tagName("body")).getText();
	}

	/**
	 * As in a browser that does not offer passkeys in fields: then the button has to do.
	 */
	static void withoutOffers() {
		script = driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument",
				Map.of("source", "PublicKeyCredential.isConditionalMediationAvailable = async () => false"));
	}

	void logOut() {
		driver.manage().deleteAllCookies();
	}

	void registerAndLogOut(String name) {
		logIn();
		expectPage("/home");
		register(name);
		find("h2");
		logOut();
	}

	static void expectAlert(String text) {
		await().until(ExpectedConditions.textToBePresentInElementLocated(By.cssSelector("[role=alert]"), text));
	}

}
