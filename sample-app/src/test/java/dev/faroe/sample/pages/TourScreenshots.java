package dev.faroe.sample.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import dev.faroe.passwordreset.PasswordResetService;
import dev.faroe.testkit.TotpGenerator;
import dev.faroe.totp.TotpService;
import dev.faroe.user.User;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

import org.springframework.beans.factory.annotation.Autowired;

/**
 * Takes the pictures of docs/tour.md from the running application. Is no test, and runs
 * only when it is named.
 */
class TourScreenshots extends PageTestCase {

	private static final Path TOUR = Path.of("..", "docs", "tour");

	private static final Path SCREENS = Path.of("target", "screens");

	@Autowired
	UserService users;

	@Autowired
	TotpService authenticators;

	@Autowired
	PasswordResetService resets;

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
	void takesThePicturesOfOperators() {
		User user = logInAsOperator();
		browser.width(900).open("/operator?email=tour");
		picture(TOUR, "operator-users");
		browser.open("/operator/users/" + user.id());
		picture(TOUR, "operator-user");
		drawCharts();
		picture(TOUR, "operator-charts");
	}

	@Test
	void takesEveryPageOfOperatorsAtEachWidth() {
		User user = logInAsOperator();
		String path = "/operator/users/" + user.id();
		for (int width : new int[] { 360, 768, 1440 }) {
			browser.width(width).dark(width == 768);
			for (String page : List.of("/operator", path, path + "/disable", path + "/delete")) {
				browser.open(page);
				picture(SCREENS, width + page.replace(user.id(), "id").replaceAll("[^a-z]", "-"));
			}
			drawCharts();
			picture(SCREENS, width + "-operator-charts");
		}
		browser.dark(false);
	}

	private User logInAsOperator() {
		List.of("ann", "bob", "cid", "dan")
			.forEach((name) -> this.users.getByEmail(name + "@tour.example")
				.flatMap((old) -> this.users.delete(old.id()))
				.onErrorComplete()
				.block());
		User user = this.users.create("ann@tour.example", PASSWORD, null).block();
		List.of("bob", "cid", "dan").forEach((name) -> {
			this.clock.advance(Duration.ofMinutes(7));
			this.users.create(name + "@tour.example", PASSWORD, null).block();
		});
		TestOperator.register(this.authenticators, user.id(), this.clock);
		for (int i = 0; i < 100; i++) {
			this.authenticators.verifyAny(user.id(), "000000").onErrorComplete().block();
		}
		this.resets.create(user.id(), null).block();
		TotpGenerator app = TestOperator.create(this.users, this.authenticators, this.clock);
		logIn(TestOperator.ADDRESS, PASSWORD);
		browser.expect("/sign-in/second-factor").type("code", app.code()).press("Go on").expect("/account");
		return user;
	}

	/**
	 * Some of what happens is in the charts, which get a point each 200 milliseconds.
	 */
	private void drawCharts() {
		browser.open("/operator/charts");
		for (int i = 0; i < 40; i++) {
			this.users.authenticate("ann@tour.example", (i % 3 == 0) ? "not this one" : PASSWORD, null)
				.onErrorComplete()
				.block();
		}
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
