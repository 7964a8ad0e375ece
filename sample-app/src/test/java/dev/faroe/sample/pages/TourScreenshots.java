package dev.faroe.sample.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/**
 * Takes the pictures of docs/tour.md from the running application. Is no test, and runs
 * only when it is named.
 */
class TourScreenshots extends PageTestCase {

	private static final Path TOUR = Path.of("..", "docs", "tour");

	private static final Path SCREENS = Path.of("target", "screens");

	@Test
	void takesThePicturesOfTheTour() {
		browser.width(900);
		browser.open("/");
		picture(TOUR, "home");
		browser.open("/sign-up").type("email", this.address).type("newPassword", "password").press("Sign up");
		picture(TOUR, "sign-up");
		signUp();
		picture(TOUR, "account");
		browser.dark(true).open("/account");
		picture(TOUR, "account-dark");
		browser.dark(false).open("/account/authenticators").press("Add an authenticator app");
		picture(TOUR, "authenticator");
		addAuthenticator();
		picture(TOUR, "recovery-code");
		browser.hasAuthenticator(false);
		browser.open("/account/passkeys").type("name", "Phone").press("Add a passkey");
		browser.find(By.xpath("//bdi[text()='Phone']"));
		picture(TOUR, "passkeys");
		logOut();
		browser.open("/sign-in");
		picture(TOUR, "log-in");
		logIn(this.address, PASSWORD);
		browser.expect("/sign-in/second-factor");
		browser.width(360);
		picture(TOUR, "second-factor-phone");
		browser.width(900).open("/dev/mailbox");
		picture(TOUR, "mailbox");
		browser.driver().findElement(By.cssSelector(".items li:last-child a")).click();
		picture(TOUR, "mail");
	}

	@Test
	void takesEveryPageAtEachWidth() {
		signUp();
		browser.hasAuthenticator(false);
		browser.open("/account/passkeys").type("name", "A phone with quite a long name").press("Add a passkey");
		browser.find(By.xpath("//bdi[text()='A phone with quite a long name']"));
		addAuthenticator();
		for (int width : new int[] { 360, 768, 1440 }) {
			browser.width(width);
			for (String page : PageLookTests.OPEN) {
				browser.dark(width == 768).open(page);
				picture(SCREENS, width + page.replaceAll("[^a-z]", "-"));
			}
			for (String page : PageLookTests.OWN) {
				browser.open(page);
				picture(SCREENS, width + page.replaceAll("[^a-z]", "-"));
			}
		}
	}

	private static void picture(Path directory, String name) {
		Object picture = browser.driver()
			.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
			.get("data");
		try {
			Files.createDirectories(directory);
			Files.write(directory.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(picture)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
