package dev.faroe.sample.pages;

import java.time.Duration;
import java.util.List;

import dev.faroe.testkit.TotpGenerator;
import dev.faroe.totp.TotpService;
import dev.faroe.user.UserService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.WebDriverWait;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is true of every page for operators, and the charts.
 */
class OperatorLookTests extends PageTestCase {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	@Autowired
	UserService users;

	@Autowired
	TotpService authenticators;

	private List<String> pages = List.of();

	@BeforeEach
	void logInAsOperator() {
		String user = "/operator/users/" + this.users.create(this.address, PASSWORD, null).block().id();
		this.pages = List.of("/operator", "/operator?email=" + this.address, "/operator?page=7", user,
				user + "/disable", user + "/delete", "/operator/charts", "/account");
		TotpGenerator app = TestOperator.create(this.users, this.authenticators, this.clock);
		logIn(TestOperator.ADDRESS, PASSWORD);
		browser.expect("/sign-in/second-factor").type("code", app.code()).press("Go on").expect("/account");
		browser.requests();
		browser.complaints();
	}

	/**
	 * One test, for each needs a log-in with both factors.
	 */
	@Test
	void hasNothingSeriousAndFitsOnEachScreenAndAsksNobodyElse() {
		Looks looks = new Looks(browser);
		this.pages.forEach(looks::visit);
		assertThat(looks.violations()).isEmpty();
		assertThat(looks.overflows()).isEmpty();
		assertThat(looks.complaints()).isEmpty();
		assertThat(looks.requests()).hasSizeGreaterThan(this.pages.size())
			.allSatisfy((request) -> assertThat(request).startsWith(url()));
	}

	@Test
	void drawsWhatHappens() {
		openCharts();
		PageClient stranger = new PageClient(url());
		stranger.led("/log-in", "email", this.address, "password", "not the right one");
		new WebDriverWait(browser.driver(), PATIENCE, Duration.ofMillis(50))
			.until((driver) -> Long.parseLong(cell("data-sum=failures").getText()) > 0);
		assertThat(Long.parseLong(cell("data-sum=logIns").getText())).isPositive();
		assertThat(cell("data-max=hashing").getText()).matches("[0-9]+");
		assertThat(browser.driver()
			.executeScript("const c = document.querySelector('figure canvas');"
					+ "return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v) => v > 0)"))
			.isEqualTo(true);
	}

	/**
	 * Open the charts, and wait for the script: nobody gets it with a log-in that is too
	 * old.
	 */
	private static void openCharts() {
		browser.open("/operator/charts");
		new WebDriverWait(browser.driver(), PATIENCE, Duration.ofMillis(50))
			.until((driver) -> driver.findElements(By.cssSelector("figure canvas")).size() == 3);
	}

	private static WebElement cell(String attribute) {
		return browser.driver().findElement(By.cssSelector("[" + attribute + "]"));
	}

	@Test
	void saysInThePlaceOfChartsThatTheLogInIsTooOld() {
		openCharts();
		this.clock.advance(Duration.ofMinutes(15));
		new WebDriverWait(browser.driver(), PATIENCE, Duration.ofMillis(50))
			.until((driver) -> browser.text().contains("Your log-in is too old."));
		browser.open("/operator/charts").expect("/sign-in");
	}

}
