package dev.faroe.sample.pages;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.faroe.testkit.AutoConfigureFaroe;
import dev.faroe.testkit.TestClock;
import dev.faroe.testkit.TotpGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.WebDriverWait;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.util.TestSocketUtils;

/**
 * The sample application with its pages, and somebody who uses them with a browser. Mails
 * are read in the mailbox.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT,
		properties = { "spring.r2dbc.url=r2dbc:h2:mem:///pages?options=DB_CLOSE_DELAY=-1", "management.server.port=0" })
@AutoConfigureFaroe(mail = true)
@EnabledIf(value = "dev.faroe.sample.pages.Browser#isInstalled",
		disabledReason = "there is no chromium and chromedriver, for example of Debian's packages")
@Tag("one-jdk")
abstract class PageTestCase {

	static final int PORT = TestSocketUtils.findAvailableTcpPort();

	static final String PASSWORD = "violet harbour sings 42";

	private static final Pattern CODE = Pattern.compile("(?m)code: ([A-Z0-9]+)$");

	private static int users;

	static Browser browser;

	@Autowired
	TestClock clock;

	final String address = "user%d@example.com".formatted(++users);

	@DynamicPropertySource
	static void atAPort(DynamicPropertyRegistry properties) {
		properties.add("server.port", () -> PORT);
		properties.add("faroe.passkeys.origins", PageTestCase::url);
		properties.add("faroe.flows.link-base", PageTestCase::url);
	}

	static String url() {
		return "http://localhost:" + PORT;
	}

	@BeforeAll
	static void startBrowser() {
		browser = Browser.at(url());
	}

	@AfterAll
	static void stopBrowser() {
		browser.close();
	}

	@BeforeEach
	void beginAnew() {
		this.clock.advance(Duration.ofHours(1));
		browser.clean();
	}

	/**
	 * Sign up, which leads to the account.
	 */
	void signUp() {
		browser.open("/sign-up").type("email", this.address).type("newPassword", PASSWORD).press("Sign up");
		browser.expect("/sign-up/verify");
		String code = code(this.address);
		browser.open("/sign-up/verify").type("code", code).press("Go on").expect("/account");
	}

	void logOut() {
		browser.open("/account").press("Log out").expect("/sign-in?logged-out");
	}

	void logIn(String address, String password) {
		browser.open("/sign-in").type("email", address).type("password", password).press("Log in");
	}

	/**
	 * Add an authenticator app by the text of the key, which leads to a recovery code.
	 * @return the app
	 */
	TotpGenerator addAuthenticator() {
		browser.open("/account/authenticators").press("Add an authenticator app");
		browser.expect("/account/authenticators/new");
		TotpGenerator app = TotpGenerator.ofBase32(browser.text("key"), this.clock);
		browser.type("code", app.code()).press("Add it");
		browser.find(By.id("recovery-code"));
		return app;
	}

	/**
	 * Return the code of the last mail to an address.
	 */
	String code(String address) {
		Matcher code = CODE.matcher(mail(address, "code"));
		if (!code.find()) {
			throw new AssertionError("There is no code in the mail");
		}
		return code.group(1);
	}

	/**
	 * Return the text of the last mail to an address that has something in it.
	 */
	String mail(String address, String content) {
		return new WebDriverWait(browser.driver(), Duration.ofMinutes(1), Duration.ofMillis(100)).until((driver) -> {
			browser.open("/dev/mailbox");
			List<String> mails = driver.findElements(By.cssSelector(".items li"))
				.stream()
				.filter((item) -> item.getText().contains("To " + address))
				.map((item) -> item.findElement(By.tagName("a")).getDomProperty("href"))
				.toList();
			for (String mail : mails) {
				driver.get(mail);
				String text = driver.findElement(By.id("text")).getText();
				if (text.contains(content)) {
					return text;
				}
			}
			return null;
		});
	}

}
