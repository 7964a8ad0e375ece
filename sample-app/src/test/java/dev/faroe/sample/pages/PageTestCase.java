package dev.faroe.sample.pages;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.faroe.testkit.TotpGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Somebody who uses the pages with a browser. Mails are read in the mailbox.
 */
@EnabledIf(value = "dev.faroe.sample.pages.Browser#isInstalled",
		disabledReason = "there is no chromium and chromedriver, for example of Debian's packages")
abstract class PageTestCase extends RunningPages {

	private final Set<String> read = new HashSet<>();

	static Browser browser;

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

	/**
	 * Begin logged in to an account of {@link #address}. No page shows how it came about:
	 * that is for the tests of the sign-up.
	 */
	void beginWithAccount() {
		browser.hasCookies(signUpElsewhere().cookies());
	}

	/**
	 * Sign up with another client, whose mail counts as read.
	 */
	PageClient signUpElsewhere() {
		PageClient client = new PageClient(url());
		PlainPageTestCase.signUp(client, this.address);
		PlainPageTestCase.mails(client, this.address).forEach((mail) -> this.read.add(url() + mail));
		return client;
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
		return codeIn(mail(address, "code"));
	}

	/**
	 * Return the text of a mail to an address that has something in it, and has not been
	 * read yet: the next one with a code may still be on its way.
	 */
	String mail(String address, String content) {
		return new WebDriverWait(browser.driver(), Duration.ofMinutes(1), Duration.ofMillis(100)).until((driver) -> {
			browser.open("/dev/mailbox");
			List<String> mails = driver
				.findElements(By.xpath("//ul[@class='items']/li[.//bdi[text()='%s']]//a".formatted(address)))
				.stream()
				.map((link) -> link.getDomProperty("href"))
				.filter((mail) -> !this.read.contains(mail))
				.toList();
			for (String mail : mails) {
				driver.get(mail);
				String text = driver.findElement(By.id("text")).getText();
				if (text.contains(content)) {
					this.read.add(mail);
					return text;
				}
			}
			return null;
		});
	}

}
