package dev.faroe.host;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticator;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions.Protocol;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions.Transport;

import org.springframework.test.util.TestSocketUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Passkeys in a real browser, on the pages of the library and in a host application.
 */
@Tag("one-jdk")
@EnabledIf(value = "dev.faroe.test.Chromium#isInstalled", disabledReason = Chromium.SKIPPED)
class PasskeyBrowserTests {

	private static final String PASSWORD = "a long enough password";

	private static FaroeServer server;

	private static ChromeDriver driver;

	private static String url;

	private static int users;

	private static @Nullable Map<String, Object> script;

	private final User user = Objects.requireNonNull(
			server.bean(UserService.class).create("browser%d@example.com".formatted(++users), PASSWORD, null).block());

	private VirtualAuthenticator authenticator = addAuthenticator(true, true);

	@BeforeAll
	static void start() {
		int port = TestSocketUtils.findAvailableTcpPort();
		url = "http://localhost:" + port;
		server = FaroeServer.start(TestDatabase.H2.create(), new Class<?>[] { StepsHost.class },
				FaroeServer.WITH_SPRING_SECURITY, "faroe.rest.enabled=false", "faroe.rest.openapi.enabled=false",
				"faroe.security.log-in.enabled=true", "faroe.security.log-in.after-log-in=/home",
				"faroe.passkeys.enabled=true", "faroe.passkeys.origins=" + url, "server.port=" + port);
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

	private void exchangeAuthenticator(boolean residentKeys, boolean userVerification) {
		driver.removeVirtualAuthenticator(this.authenticator);
		this.authenticator = addAuthenticator(residentKeys, userVerification);
	}

	private static VirtualAuthenticator addAuthenticator(boolean residentKeys, boolean userVerification) {
		return driver.addVirtualAuthenticator(new VirtualAuthenticatorOptions().setProtocol(Protocol.CTAP2)
			.setTransport(residentKeys ? Transport.INTERNAL : Transport.USB)
			.setHasResidentKey(residentKeys)
			.setHasUserVerification(userVerification)
			.setIsUserVerified(userVerification));
	}

	private static void open(String path) {
		driver.get(url + path);
	}

	private static WebDriverWait await() {
		return new WebDriverWait(driver, Chromium.PATIENCE, Duration.ofMillis(50));
	}

	private static WebElement find(String selector) {
		return await().until(ExpectedConditions.elementToBeClickable(By.cssSelector(selector)));
	}

	private static void expectPage(String path) {
		await().until(ExpectedConditions.urlToBe(url + path));
	}

	private void logIn() {
		open("/log-in");
		find("#email").sendKeys(String.valueOf(this.user.email()));
		find("#password").sendKeys(PASSWORD);
		find("form button").click();
	}

	private void register(String name) {
		open("/log-in/passkeys");
		find("#name").sendKeys(name);
		find("form[data-faroe-passkey] button").click();
	}

	private Passkey passkey() {
		return Objects.requireNonNull(server.bean(PasskeyService.class).list(this.user.id()).blockFirst());
	}

	private static String text() {
		return driver.findElement(By.tagName("body")).getText();
	}

	/**
	 * As in a browser that does not offer passkeys in fields: then the button has to do.
	 */
	private static void withoutOffers() {
		script = driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument",
				Map.of("source", "PublicKeyCredential.isConditionalMediationAvailable = async () => false"));
	}

	private void logOut() {
		driver.manage().deleteAllCookies();
	}

	private void registerAndLogOut(String name) {
		logIn();
		expectPage("/home");
		register(name);
		find("h2");
		logOut();
	}

	private static void expectAlert(String text) {
		await().until(ExpectedConditions.textToBePresentInElementLocated(By.cssSelector("[role=alert]"), text));
	}

	@Test
	void logsInWithNothingTyped() {
		withoutOffers();
		driver.manage().logs().get(LogType.BROWSER);
		registerAndLogOut("Laptop");
		assertThat(passkey().name()).isEqualTo("Laptop");
		open("/log-in");
		find("[data-faroe-passkey=log-in] button").click();
		expectPage("/home");
		assertThat(text()).isEqualTo(this.user.id());
		assertThat(passkey().lastUsedAt()).isNotNull();
		assertThat(driver.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
	}

	@Test
	void isOfferedInTheFieldForTheEmailAddress() {
		registerAndLogOut("Laptop");
		open("/log-in");
		expectPage("/home");
		assertThat(text()).isEqualTo(this.user.id());
	}

	@Test
	void goesOnToThePageThatWasAskedFor() {
		withoutOffers();
		registerAndLogOut("Laptop");
		open("/orders?page=2");
		find("[data-faroe-passkey=log-in] button").click();
		expectPage("/orders?page=2");
	}

	@Test
	void isTheSecondFactorAfterThePassword() {
		withoutOffers();
		registerAndLogOut("Laptop");
		logIn();
		expectPage("/log-in/second-factor");
		assertThat(driver.findElements(By.cssSelector("#code"))).isEmpty();
		find("[data-faroe-passkey=second-factor] button").click();
		expectPage("/home");
	}

	@Test
	void keyThatVerifiesNobodyIsASecondFactorAndNoWholeLogIn() {
		withoutOffers();
		exchangeAuthenticator(false, false);
		registerAndLogOut("Key");
		open("/log-in");
		find("[data-faroe-passkey=log-in] button").click();
		expectAlert("No passkey was used.");
		logIn();
		expectPage("/log-in/second-factor");
		find("[data-faroe-passkey=second-factor] button").click();
		expectPage("/home");
	}

	@Test
	void userWhoIsNotVerifiedDoesNotLogInWithItAlone() {
		withoutOffers();
		registerAndLogOut("Laptop");
		this.authenticator.setUserVerified(false);
		open("/log-in");
		find("[data-faroe-passkey=log-in] button").click();
		expectAlert("No passkey was used.");
		open("/home");
		expectPage("/log-in");
	}

	@Test
	void ceremonyThatIsCancelledSaysSoAndCanBeBegunAgain() {
		withoutOffers();
		registerAndLogOut("Laptop");
		exchangeAuthenticator(true, true);
		open("/log-in");
		find("[data-faroe-passkey=log-in] button").click();
		expectAlert("No passkey was used.");
		logIn();
		expectPage("/log-in/second-factor");
	}

	@Test
	void passkeyThatWasRemovedElsewhereIsRefused() {
		withoutOffers();
		registerAndLogOut("Laptop");
		server.bean(PasskeyService.class).deleteAll(this.user.id()).block();
		open("/log-in");
		find("[data-faroe-passkey=log-in] button").click();
		expectAlert("This passkey was not accepted.");
	}

	@Test
	void eachAuthenticatorIsRegisteredOnce() {
		withoutOffers();
		logIn();
		expectPage("/home");
		register("Laptop");
		find("h2");
		register("Laptop again");
		expectAlert("No passkey was used.");
		VirtualAuthenticator laptop = this.authenticator;
		this.authenticator = addAuthenticator(false, false);
		laptop.setUserVerified(false);
		register("Key");
		await().until(ExpectedConditions.numberOfElementsToBe(By.tagName("h2"), 2));
		assertThat(text()).contains("Laptop", "Key");
		driver.removeVirtualAuthenticator(laptop);
	}

	@Test
	void provesAgainThatItIsTheUser() {
		withoutOffers();
		registerAndLogOut("Laptop");
		open("/log-in");
		find("[data-faroe-passkey=log-in] button").click();
		expectPage("/home");
		server.clock().advance(Duration.ofMinutes(11));
		open("/fresh/page");
		expectPage("/log-in/step-up");
		find("[data-faroe-passkey=step-up] button").click();
		expectPage("/fresh/page");
	}

	@Test
	void isRenamedAndRemovedAfterARecentProof() {
		withoutOffers();
		registerAndLogOut("Laptop");
		open("/log-in");
		find("[data-faroe-passkey=log-in] button").click();
		expectPage("/home");
		server.clock().advance(Duration.ofMinutes(11));
		open("/log-in/passkeys");
		expectPage("/log-in/step-up");
		find("[data-faroe-passkey=step-up] button").click();
		expectPage("/home");
		open("/log-in/passkeys");
		WebElement name = find("section input[name=name]");
		name.clear();
		name.sendKeys("Büro <b>office");
		find("section form button").click();
		await().until(ExpectedConditions.textToBe(By.tagName("h2"), "Büro <b>office"));
		find("section form[action$=remove] button").click();
		await().until(ExpectedConditions.numberOfElementsToBe(By.tagName("h2"), 0));
		assertThat(server.bean(PasskeyService.class).list(this.user.id()).collectList().block()).isEmpty();
		open("/home");
		expectPage("/home");
	}

	@Test
	void pageThatHasGoneStaleAsksForAProofBeforeItAddsOne() {
		withoutOffers();
		logIn();
		expectPage("/home");
		open("/log-in/passkeys");
		server.clock().advance(Duration.ofMinutes(11));
		find("#name").sendKeys("Laptop");
		find("form[data-faroe-passkey] button").click();
		expectPage("/log-in/step-up");
		assertThat(server.bean(PasskeyService.class).list(this.user.id()).collectList().block()).isEmpty();
	}

	@Test
	void recoveryCodeTakesThePlaceOfALostPasskey() {
		withoutOffers();
		registerAndLogOut("Laptop");
		logIn();
		expectPage("/log-in/second-factor");
		find("a[href$=recovery-code]").click();
		find("#recovery_code").sendKeys(this.user.recoveryCode().value());
		find("form button").click();
		expectPage("/log-in/new-recovery-code");
		open("/home");
		expectPage("/home");
		logOut();
		open("/log-in");
		find("[data-faroe-passkey=log-in] button").click();
		expectAlert("This passkey was not accepted.");
	}

}
